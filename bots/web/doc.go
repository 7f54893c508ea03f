// Package web is the browser: the citizens' chat and public pages, the staff's
// desk, and the API under them. It renders HTML on the server; the few scripts
// it serves are in assets, those of others in assets/vendor with their licence.
package web
