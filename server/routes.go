package server

import (
	"strings"

	"github.com/gin-gonic/gin"

	"teamtrust/survey/people"
	"teamtrust/web"
)

// machinePath is what programs talk to: failures below it are JSON, whatever
// caused them, and no header of a request has a meaning.
const machinePath = "/api/"

func forMachines(path string) bool { return strings.HasPrefix(path, machinePath) }

// Every URL of the product is in one of three lists.

// sharedRoutes are public, the same for everybody, and on both sides.
func (s *Server) sharedRoutes(e *gin.Engine) {
	e.NoRoute(s.unknown)
	e.NoMethod(s.unknown)
	e.GET(web.AssetPath+"*file", gin.WrapH(s.Web.Assets()))
	e.HEAD(web.AssetPath+"*file", gin.WrapH(s.Web.Assets()))
	e.GET("/how", s.page(s.how))
	e.GET("/guide", s.page(s.guide))
	e.GET("/verify", s.public(s.verifySurveys))
	e.GET("/verify/log/checkpoint", s.api(s.logCheckpoint))
	e.GET("/verify/log/proof", s.api(s.logProof))
	e.GET("/verify/log/consistency", s.api(s.logConsistency))
	e.GET("/verify/:survey", s.public(s.verify))
	e.GET("/verify/:survey/export", s.api(s.verifyExport))
}

// employeeRoutes are the ballot routes and the pages around them: no cookie, no
// session, nothing of an address or a time.
func (s *Server) employeeRoutes(e *gin.Engine) {
	ballots := e.Group("", s.forwarded.note)
	ballots.GET("/api/ballot/:survey", s.api(s.manifest))
	ballots.POST("/api/ballot/:survey/collect", s.api(s.collect))
	ballots.POST("/api/ballot/:survey/roster", s.api(s.roster))
	ballots.POST("/api/ballot/:survey/box", s.api(s.cast))
	ballots.DELETE("/api/ballot/:survey/box", s.api(s.withdraw))
	ballots.GET("/code", s.page(s.code))
	ballots.GET("/surveys/:survey", s.page(s.survey))
	ballots.GET("/surveys/:survey/results", s.page(s.surveyResultsAgain))
	ballots.POST("/surveys/:survey/results", s.page(s.surveyResults))
}

// officeRoutes are for accounts, and for machines that look after the server.
func (s *Server) officeRoutes(e *gin.Engine) {
	e.GET("/healthz", s.healthz)
	e.GET("/readyz", s.readyz)
	e.HEAD("/healthz", s.healthz)
	e.HEAD("/readyz", s.readyz)

	// Signing in.
	e.GET("/sign-in", s.page(s.signInForm))
	e.POST("/sign-in", s.page(s.signInAsk))
	e.GET("/sign-in/:secret", s.page(s.signIn))
	e.POST("/sign-out", s.page(s.signOut))
	e.GET("/setup/:secret", s.page(s.setupForm))
	e.POST("/setup/:secret", s.page(s.setup))

	e.GET("/styleguide", s.page(s.styleguide))

	// Everybody who is signed in.
	e.GET("/", s.page(s.as(s.home)))
	team := func(h signedIn) gin.HandlerFunc { return s.page(s.as(h, people.Manager, people.HR)) }
	e.GET("/team/:team", team(s.ofTeam(s.team)))
	e.GET("/team/:team/guide", team(s.ofTeam(s.teamGuide)))
	e.GET("/team/:team/present", team(s.ofTeam(s.present)))
	e.GET("/team/:team/trend", team(s.ofTeam(s.trend)))
	e.GET("/team/:team/items", team(s.ofTeam(s.items)))
	e.GET("/team/:team/comments", team(s.ofTeam(s.commentsPage)))
	e.GET("/explore", team(s.explore))

	// HR.
	hr := func(h signedIn) gin.HandlerFunc { return s.page(s.as(h, people.HR)) }
	e.GET("/org", hr(s.ofOrganisation(s.organisation)))
	e.GET("/org.csv", hr(s.organisationCSV))
	e.GET("/org/trend", hr(s.ofOrganisation(s.trend)))
	e.GET("/org/items", hr(s.ofOrganisation(s.items)))
	e.GET("/org/comments", hr(s.ofOrganisation(s.commentsPage)))
	e.GET("/hr/people", hr(s.staff))
	e.POST("/hr/people/plan", hr(s.staffPlan))
	e.POST("/hr/people/import", hr(s.staffImport))
	e.GET("/hr/surveys", hr(s.surveys))
	e.GET("/hr/surveys/new", hr(s.surveyNew))
	e.POST("/hr/surveys", hr(s.surveyCreate))
	e.GET("/hr/surveys/:survey", hr(s.surveyShow))
	e.GET("/hr/surveys/:survey/preview", hr(s.surveyPreview))
	e.GET("/hr/surveys/:survey/open", hr(s.surveyOpenForm))
	e.POST("/hr/surveys/:survey/open", hr(s.surveyOpen))
	e.POST("/hr/surveys/:survey/close", hr(s.surveyClose))
	e.POST("/hr/surveys/:survey/shown", hr(s.surveyShown))
	e.GET("/hr/surveys/:survey/as", hr(s.viewAs))
	e.POST("/hr/surveys/:survey/replace", hr(s.surveyReplace))
	e.POST("/hr/surveys/:survey/invitations", hr(s.surveyInvitations))
	e.GET("/hr/surveys/:survey/workbook", hr(s.surveyWorkbook))
	e.GET("/hr/surveys/:survey/results.csv", hr(s.surveyCSV))
	e.GET("/hr/surveys/:survey/results.json", hr(s.surveyJSON))

	// HR and auditors: the shares of a split key.
	both := func(h signedIn) gin.HandlerFunc { return s.page(s.as(h, people.HR, people.Auditor)) }
	e.GET("/shares", both(s.shares))
	e.GET("/shares/:survey", both(s.share))
	e.POST("/shares/:survey/take", both(s.shareTake))
	e.POST("/shares/:survey/renew", both(s.shareRenew))
	e.POST("/shares/:survey/give", both(s.shareGive))
	e.POST("/shares/:survey/lost", both(s.shareLost))

	// Administrators and auditors.
	e.GET("/admin/accounts", s.page(s.as(s.accounts, people.Admin)))
	e.POST("/admin/accounts", s.page(s.as(s.accountAdd, people.Admin)))
	e.POST("/admin/accounts/:account/link", s.page(s.as(s.accountLink, people.Admin)))
	e.POST("/admin/forwarded", s.page(s.as(s.forwardedRepaired, people.Admin)))
	e.GET("/admin/verify", s.page(s.as(s.verifications, people.Admin, people.Auditor)))
	e.POST("/admin/verify/:survey", s.page(s.as(s.verificationRun, people.Admin, people.Auditor)))
	e.GET("/admin/verify/:survey/rosters", s.page(s.as(s.rosters, people.Auditor)))
	e.POST("/admin/verify/:survey/rosters", s.page(s.as(s.rostersConfirm, people.Auditor)))
	e.GET("/admin/audit", s.page(s.as(s.auditLog, people.Admin, people.Auditor)))
}
