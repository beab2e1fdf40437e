package people

import (
	"slices"
	"testing"

	"teamtrust/survey"
)

func TestRolesHaveTheirRightsAndNoOthers(t *testing.T) {
	rights := []struct {
		right  Right
		may    func(Account) bool
		roles  []Role
		needed string
	}{
		{ReadOrganisation, Account.MayReadOrganisation, []Role{HR}, "HR"},
		{ImportPeople, Account.MayImport, []Role{HR}, "HR"},
		{RunSurveys, Account.MayRunSurveys, []Role{HR}, "HR"},
		{ReadAudit, Account.MayReadAudit, []Role{Admin, Auditor}, "admin or auditor"},
		{ManageAccounts, Account.MayManageAccounts, []Role{Admin}, "admin"},
		{ReadTeam, func(a Account) bool { return a.May(ReadTeam) }, []Role{HR, Manager}, "HR, or manager of this team or of one above it"},
		{"fly", func(a Account) bool { return a.May("fly") }, nil, "nobody"},
	}
	for _, r := range rights {
		t.Run(string(r.right), func(t *testing.T) {
			for _, role := range Roles() {
				if got, want := r.may(Account{Roles: []Role{role}}), slices.Contains(r.roles, role); got != want {
					t.Errorf("role %s alone: may = %v, want %v", role, got, want)
				}
			}
			if r.may(Account{}) {
				t.Error("an account without a role may")
			}
			if all := (Account{Roles: []Role{Auditor, Manager, HR, Admin}}); r.may(all) != (len(r.roles) > 0) {
				t.Error("an account with every role may not")
			}
			if got := r.right.Needed(); got != r.needed {
				t.Errorf("needed: %q, want %q", got, r.needed)
			}
		})
	}
}

func TestOnlyTheFourRolesAreRoles(t *testing.T) {
	for role, want := range map[Role]bool{Admin: true, HR: true, Manager: true, Auditor: true, "": false, "Admin": false, "employee": false} {
		if role.Valid() != want {
			t.Errorf("%q is valid: %v", role, role.Valid())
		}
	}
}

func TestWhoMayReadATeam(t *testing.T) {
	const plant, shift = survey.Path("Operations / Plant"), survey.Path("Operations / Plant / Shift A")
	manager := func(teams ...survey.Path) Account { return Account{Roles: []Role{Manager}, Teams: teams} }
	tests := []struct {
		name    string
		account Account
		team    survey.Path
		want    bool
	}{
		{"HR reads every team", Account{Roles: []Role{HR}}, shift, true},
		{"HR reads the organisation", Account{Roles: []Role{HR}}, survey.Organisation, true},
		{"a manager reads the managed team", manager(plant), plant, true},
		{"a manager reads what is below it", manager(plant), shift, true},
		{"a manager does not read what is above it", manager(plant), "Operations", false},
		{"a manager does not read a team whose name starts alike", manager(plant), "Operations / Plant Bremen", false},
		{"a manager does not read the organisation", manager(plant), survey.Organisation, false},
		{"managing the organisation by mistake opens nothing", manager(survey.Organisation), shift, false},
		{"managed teams without the role open nothing", Account{Teams: []survey.Path{plant}}, plant, false},
		{"an admin reads no scores", Account{Roles: []Role{Admin}}, plant, false},
		{"an auditor reads no scores", Account{Roles: []Role{Auditor}}, plant, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.account.MayReadTeam(tt.team); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
