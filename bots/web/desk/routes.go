package desk

import (
	"majlis/bots/web/page"
	"majlis/flows/staff"
)

// route is one address and the least role that may use it.
type route struct {
	Pattern string
	Least   staff.Role // "" everyone, signed in or not
	Serve   page.Func
}

// largeForms are the addresses whose forms hold files, and their limits in bytes.
var largeForms = map[string]int64{"POST /desk/cases/{id}": maxCaseForm}

// routes is the one table of who may do what.
func (d *Desk) routes() []route {
	return []route{
		{"GET /desk/sign-in", "", d.signInPage},
		{"POST /desk/sign-in", "", d.signIn},
		{"POST /desk/sign-out", staff.Agent, d.signOut},

		{"GET /desk", staff.Agent, d.home},
		{"GET /desk/{$}", staff.Agent, d.home},
		{"GET /desk/inbox", staff.Agent, d.inbox},
		{"GET /desk/cases/{id}", staff.Agent, d.casePage},
		{"POST /desk/cases/{id}", staff.Agent, d.caseAct},
		{"POST /desk/cases/{id}/assign", staff.Agent, d.caseAssign},
		{"GET /desk/cases/{id}/present", staff.Agent, d.casePresent},
		{"GET /desk/files/{id}", staff.Agent, d.file},

		{"GET /desk/questions", staff.Agent, d.questions},
		{"GET /desk/questions/{id}", staff.Agent, d.group},
		{"POST /desk/questions/merge", staff.Editor, d.groupsMerge},
		{"POST /desk/questions/differ", staff.Editor, d.groupsDiffer},
		{"POST /desk/questions/{id}/split", staff.Editor, d.groupSplit},
		{"POST /desk/questions/{id}/name", staff.Editor, d.groupName},
		{"POST /desk/questions/{id}/draft", staff.Editor, d.groupDraft},
		{"POST /desk/decisions/{id}/undo", staff.Editor, d.decisionUndo},

		{"GET /desk/faq", staff.Agent, d.entries},
		{"GET /desk/faq/new", staff.Editor, d.entryNew},
		{"GET /desk/faq/{id}", staff.Agent, d.entryPage},
		{"POST /desk/faq", staff.Editor, d.entrySave},
		{"POST /desk/faq/{id}", staff.Editor, d.entrySave},
		{"POST /desk/faq/{id}/approve", staff.Approver, d.entryApprove},
		{"POST /desk/faq/{id}/reject", staff.Approver, d.entryReject},
		{"POST /desk/faq/{id}/withdraw", staff.Approver, d.entryWithdraw},

		{"GET /desk/digests", staff.Agent, d.digests},
		{"POST /desk/digests", staff.Editor, d.digestDraft},
		{"GET /desk/digests/{id}", staff.Agent, d.digestPage},
		{"POST /desk/digests/{id}", staff.Editor, d.digestArrange},
		{"POST /desk/digests/{id}/publish", staff.Approver, d.digestPublish},
		{"POST /desk/digests/{id}/post", staff.Approver, d.digestPost},

		{"GET /desk/broadcasts", staff.Agent, d.ifLive(d.broadcasts)},
		{"GET /desk/broadcasts/new", staff.Editor, d.ifLive(d.broadcastNew)},
		{"POST /desk/broadcasts", staff.Editor, d.ifLive(d.broadcastSave)},
		{"GET /desk/broadcasts/{id}", staff.Agent, d.ifLive(d.broadcastPage)},
		{"GET /desk/broadcasts/{id}/edit", staff.Editor, d.ifLive(d.broadcastEdit)},
		{"POST /desk/broadcasts/{id}", staff.Editor, d.ifLive(d.broadcastSave)},
		// The host of a broadcast may be an agent: who takes it on is said in may.
		{"POST /desk/broadcasts/{id}/advance", staff.Agent, d.ifLive(d.broadcastAdvance)},
		{"POST /desk/broadcasts/{id}/rest", staff.Agent, d.ifLive(d.broadcastRest)},
		{"POST /desk/broadcasts/{id}/groups/{group}", staff.Agent, d.ifLive(d.broadcastGroup)},
		{"POST /desk/broadcasts/{id}/groups/{group}/reply", staff.Agent, d.ifLive(d.broadcastFollow)},
		{"GET /desk/broadcasts/{id}/report", staff.Agent, d.ifLive(d.broadcastReport)},
		{"GET /desk/broadcasts/{id}/export/{file}", staff.Agent, d.ifLive(d.broadcastExport)},
		{"POST /desk/broadcasts/{id}/drafts", staff.Editor, d.ifLive(d.broadcastDrafts)},

		{"GET /desk/dead", staff.Admin, d.dead},
		{"POST /desk/dead/{id}/retry", staff.Admin, d.deadRetry},
		{"POST /desk/dead/{id}/dismiss", staff.Admin, d.deadDismiss},
		{"GET /desk/channels", staff.Admin, d.channels},
		{"GET /desk/channels/whatsapp", staff.Admin, d.link},
		{"POST /desk/channels/whatsapp/pair", staff.Admin, d.linkPair},
		{"POST /desk/channels/whatsapp/code", staff.Admin, d.linkCode},
		{"POST /desk/channels/whatsapp/unlink", staff.Admin, d.linkUnlink},
		{"GET /desk/users", staff.Admin, d.users},
		{"POST /desk/users", staff.Admin, d.userCreate},
		{"POST /desk/users/{id}/role", staff.Admin, d.userRole},
		{"POST /desk/users/{id}/disabled", staff.Admin, d.userDisabled},
		{"POST /desk/users/{id}/password", staff.Admin, d.userPassword},

		{"GET /desk/settings", staff.Agent, d.settings},
		{"POST /desk/settings/lang", staff.Agent, d.settingsLang},
		{"POST /desk/settings/rail", staff.Agent, d.settingsRail},
		{"POST /desk/settings/password", staff.Agent, d.settingsPassword},
		{"POST /desk/settings/everywhere", staff.Agent, d.settingsEverywhere},
	}
}
