package web

import (
	"strings"
	"time"
)

func verifySamples() map[string]map[string]any {
	return map[string]map[string]any{"verify": sampleVerifies(), "verify_surveys": sampleVerifyLists()}
}

const (
	sampleHash = "9f2c5b7e0d1a4c3688b1e27f5a90cc47d3f6b8e2a1c4975d60e3fb12a7d8c954"
	sampleKey  = "UAfbf1-nX42L_vswQX5Hhe6sB_ajMVpt3RhJqKk0kmM"
)

func sampleVerifies() map[string]any {
	open := VerifyPage{
		Base: samplePublic("/verify/autumn-2026"), ID: "autumn-2026", Name: "Trust pulse, autumn 2026",
		Opens: sampleDay(time.October, 2, 8), Closes: sampleDay(time.October, 9, 16), MinimumGroup: 5, ManifestHash: sampleHash, PublicKey: sampleKey, LinkExports: 2,
		Units:     []VerifyUnit{{"Commercial", 110, sampleHash}, {"Operations / Logistics", 15, sampleHash}, {"Operations / Plant Bremen", 21, sampleHash}, {strings.Repeat("A long name / ", 6) + "Shift A", 1168, sampleHash}},
		Confirmed: sampleDay(time.October, 2, 9),
	}
	unnamed := open
	unnamed.Confirmed, unnamed.Units = time.Time{}, []VerifyUnit{{Name: "Commercial", Eligible: 110}}
	closed, deleted, old, few, ended := open, open, open, open, open
	ended.Ended, closed.Ended, deleted.Ended, old.Ended, few.Ended = true, true, true, true, true
	closed.Record = &VerifyRecord{Size: 1019, MerkleRoot: sampleHash, PrivateKey: sampleKey, ReleaseHash: sampleHash,
		KeysDestroyed: sampleDay(time.October, 9, 16), Listed: true, Blocks: []VerifyBlock{
			{Units: []string{"Commercial"}, Invited: 110, Collected: 90, Cast: 88},
			{Units: []string{"Operations / Logistics", "Operations / Plant Bremen"}, Invited: 36, Collected: 31, Cast: 30, Replaced: 1},
			{Units: []string{strings.Repeat("A long name / ", 6) + "Shift A"}, Invited: 1168, Collected: 912, Cast: 901},
		}}
	gone, unlisted, small := *closed.Record, *closed.Record, *closed.Record
	gone.Deleted = true
	small.Size, small.Blocks, small.KeysDestroyed = 3, nil, time.Time{}
	unlisted.Deleted, unlisted.Listed = true, false
	deleted.Record, old.Record, few.Record = &gone, &unlisted, &small
	few.Rehearsal = true
	unread, lost, back := *few.Record, few, closed
	unread.Size, unread.PrivateKey, unread.Lost = 0, "", "The disk with the keys failed: "+hostileName()
	lost.Record, lost.Rehearsal, back.Restored = &unread, false, sampleDay(time.October, 4, 2)
	return map[string]any{"open": open, "without rosters": unnamed, "not counted yet": ended, "closed": closed, "ballots deleted": deleted, "list deleted": old, "too few": few, "without ballots": lost, "restored": back}
}

func sampleVerifyLists() map[string]any {
	base := samplePublic("/verify")
	return map[string]any{
		"none":      VerifySurveysPage{Base: base},
		"some":      VerifySurveysPage{Base: base, Log: sampleLog(false), Surveys: sampleVerifyList()},
		"rewritten": VerifySurveysPage{Base: base, Log: sampleLog(true), Surveys: sampleVerifyList()},
	}
}

func sampleVerifyList() []VerifySurvey {
	return []VerifySurvey{
		{ID: "winter-2026", Name: "Winter pulse 2026", Closes: sampleDay(time.December, 4, 16), Rehearsal: true, ManifestHash: sampleHash},
		{ID: "autumn-2026", Name: hostileName(), Ended: true, Closes: sampleDay(time.October, 9, 16), ManifestHash: sampleHash},
	}
}

func sampleLog(broken bool) VerifyLog {
	return VerifyLog{
		Leaves: []VerifyLeaf{
			{Survey: "autumn-2026", Name: hostileName(), Hash: sampleHash},
			{Survey: "winter-2026", Name: "Winter pulse 2026", Hash: sampleHash},
			{Survey: "autumn-2026", Name: hostileName(), Closing: true, Hash: sampleHash},
		},
		Checkpoint: &VerifyCheckpoint{Origin: "trust.example.org/verify", Size: 3, RootHash: sampleHash, Broken: broken,
			Signature:   "TDm6GO65n8b5AS34ulfUIfENkjkQN7YZ8NtSNLbSdYeA1CgSUR85P5+c6A4EmS8NqS24bFyM0cZvR5JGd2R+qPZRSgQ=",
			VerifierKey: "trust.example.org/verify+4c39ba18+AcwFPrVq4CfBnWUeNrUy6mkmpVhwYXv8l7b3Jd3IPpqV"},
	}
}
