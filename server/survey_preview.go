package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// surveyPreview shows the questions as a respondent sees them:
// GET /hr/surveys/{id}/preview?in={tag}.
func (s *Server) surveyPreview(c *gin.Context, acc people.Account) error {
	ctx := c.Request.Context()
	sv, err := s.Store.Survey(ctx, c.Param("survey"))
	if err != nil {
		return err
	}
	q, err := s.Store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return err
	}
	tag := c.DefaultQuery("in", q.Languages[0])
	page := web.PreviewPage{Base: s.baseFor(c, acc), ID: sv.ID, Name: sv.Name, Previews: previews(s.Web, q, sv.ID, tag),
		In: named(s.Web, tag), BuiltIn: isBuiltIn(q.ID),
		CommentBallots: analytics.CommentBallots, CommentWriters: analytics.CommentWriters}
	page.Rehearsal = sv.Rehearsal
	for _, m := range q.MissingTranslations() {
		if m.Language == tag {
			page.Missing++
		}
	}
	r := result{form: q, lang: tag}
	for i := range q.Items {
		page.Items = append(page.Items, r.previewItem(&q.Items[i]))
	}
	for _, p := range q.Comments {
		page.Comments = append(page.Comments, r.phrase(p.Text))
	}
	return s.render(c, http.StatusOK, "hr_survey_preview", page)
}

func (r result) previewItem(it *survey.Item) web.PreviewItem {
	labels := r.form.Scale.Labels
	if it.Labels != nil {
		labels = it.Labels
	}
	out := web.PreviewItem{Text: r.phrase(it.Text)}
	for i := range r.form.Scale.Points() {
		text := survey.Text{}
		for lang, all := range labels {
			text[lang] = all[i]
		}
		out.Labels = append(out.Labels, r.phrase(text))
	}
	for _, x := range it.Extra {
		out.Extra = append(out.Extra, r.phrase(x.Text))
	}
	return out
}

// previews are the questionnaire's languages.
func previews(w *web.Web, q *survey.Questionnaire, id, current string) []web.LanguageLink {
	var out []web.LanguageLink
	for _, tag := range q.Languages {
		out = append(out, web.LanguageLink{Language: named(w, tag), Href: "/hr/surveys/" + id + "/preview?in=" + tag, Current: tag == current})
	}
	return out
}

// named is a language by its tag; one that pages do not exist in is called by
// its tag.
func named(w *web.Web, tag string) web.Language {
	for _, l := range w.Languages() {
		if l.Tag == tag {
			return l
		}
	}
	return web.Language{Tag: tag, Name: tag, Dir: "auto"}
}
