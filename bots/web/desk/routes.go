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
	Body    int64 // most bytes of its form; 0: as everywhere
}

// routes is the one table of who may do what.
func (d *Desk) routes() []route {
	return []route{
		{Pattern: "GET /desk/sign-in", Least: "", Serve: d.signInPage},
		{Pattern: "POST /desk/sign-in", Least: "", Serve: d.signIn},
		{Pattern: "POST /desk/sign-out", Least: staff.Agent, Serve: d.signOut},

		{Pattern: "GET /desk", Least: staff.Agent, Serve: d.home},
		{Pattern: "GET /desk/{$}", Least: staff.Agent, Serve: d.home},
		{Pattern: "GET /desk/inbox", Least: staff.Agent, Serve: d.inbox},
		{Pattern: "GET /desk/cases/{id}", Least: staff.Agent, Serve: d.casePage},
		{Pattern: "POST /desk/cases/{id}", Least: staff.Agent, Serve: d.caseAct, Body: maxCaseForm},
		{Pattern: "POST /desk/cases/{id}/assign", Least: staff.Agent, Serve: d.caseAssign},
		{Pattern: "GET /desk/cases/{id}/present", Least: staff.Agent, Serve: d.casePresent},
		{Pattern: "GET /desk/files/{id}", Least: staff.Agent, Serve: d.file},

		{Pattern: "GET /desk/questions", Least: staff.Agent, Serve: d.questions},
		{Pattern: "GET /desk/questions/{id}", Least: staff.Agent, Serve: d.group},
		{Pattern: "POST /desk/questions/merge", Least: staff.Editor, Serve: d.groupsMerge},
		{Pattern: "POST /desk/questions/differ", Least: staff.Editor, Serve: d.groupsDiffer},
		{Pattern: "POST /desk/questions/{id}/split", Least: staff.Editor, Serve: d.groupSplit},
		{Pattern: "POST /desk/questions/{id}/name", Least: staff.Editor, Serve: d.groupName},
		{Pattern: "POST /desk/questions/{id}/draft", Least: staff.Editor, Serve: d.groupDraft},
		{Pattern: "POST /desk/decisions/{id}/undo", Least: staff.Editor, Serve: d.decisionUndo},

		{Pattern: "GET /desk/faq", Least: staff.Agent, Serve: d.entries},
		{Pattern: "GET /desk/faq/new", Least: staff.Editor, Serve: d.entryNew},
		{Pattern: "GET /desk/faq/{id}", Least: staff.Agent, Serve: d.entryPage},
		{Pattern: "POST /desk/faq", Least: staff.Editor, Serve: d.entrySave},
		{Pattern: "POST /desk/faq/{id}", Least: staff.Editor, Serve: d.entrySave},
		{Pattern: "POST /desk/faq/{id}/approve", Least: staff.Approver, Serve: d.entryApprove},
		{Pattern: "POST /desk/faq/{id}/reject", Least: staff.Approver, Serve: d.entryReject},
		{Pattern: "POST /desk/faq/{id}/withdraw", Least: staff.Approver, Serve: d.entryWithdraw},

		{Pattern: "GET /desk/digests", Least: staff.Agent, Serve: d.digests},
		{Pattern: "POST /desk/digests", Least: staff.Editor, Serve: d.digestDraft},
		{Pattern: "GET /desk/digests/{id}", Least: staff.Agent, Serve: d.digestPage},
		{Pattern: "POST /desk/digests/{id}", Least: staff.Editor, Serve: d.digestArrange},
		{Pattern: "POST /desk/digests/{id}/publish", Least: staff.Approver, Serve: d.digestPublish},
		{Pattern: "POST /desk/digests/{id}/post", Least: staff.Approver, Serve: d.digestPost},

		{Pattern: "GET /desk/dead", Least: staff.Admin, Serve: d.dead},
		{Pattern: "POST /desk/dead/{id}/retry", Least: staff.Admin, Serve: d.deadRetry},
		{Pattern: "POST /desk/dead/{id}/dismiss", Least: staff.Admin, Serve: d.deadDismiss},
		{Pattern: "GET /desk/channels", Least: staff.Admin, Serve: d.channels},
		{Pattern: "GET /desk/channels/whatsapp", Least: staff.Admin, Serve: d.link},
		{Pattern: "POST /desk/channels/whatsapp/pair", Least: staff.Admin, Serve: d.linkPair},
		{Pattern: "POST /desk/channels/whatsapp/code", Least: staff.Admin, Serve: d.linkCode},
		{Pattern: "POST /desk/channels/whatsapp/unlink", Least: staff.Admin, Serve: d.linkUnlink},
		{Pattern: "GET /desk/users", Least: staff.Admin, Serve: d.users},
		{Pattern: "POST /desk/users", Least: staff.Admin, Serve: d.userCreate},
		{Pattern: "POST /desk/users/{id}/role", Least: staff.Admin, Serve: d.userRole},
		{Pattern: "POST /desk/users/{id}/disabled", Least: staff.Admin, Serve: d.userDisabled},
		{Pattern: "POST /desk/users/{id}/password", Least: staff.Admin, Serve: d.userPassword},

		{Pattern: "GET /desk/settings", Least: staff.Agent, Serve: d.settings},
		{Pattern: "POST /desk/settings/lang", Least: staff.Agent, Serve: d.settingsLang},
		{Pattern: "POST /desk/settings/rail", Least: staff.Agent, Serve: d.settingsRail},
		{Pattern: "POST /desk/settings/password", Least: staff.Agent, Serve: d.settingsPassword},
		{Pattern: "POST /desk/settings/everywhere", Least: staff.Agent, Serve: d.settingsEverywhere},
	}
}
