// Package assets holds what browsers fetch beside the pages: style sheets,
// scripts and icons, compiled into the program.
package assets

import "embed"

// Files are the assets by path: css/base.css, js/chat.js, icons/send.svg.
//
//go:embed css js icons vendor
var Files embed.FS
