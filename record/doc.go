// Package record says WHAT WAS DONE IN PUBLIC. Each community has one log. A
// public act (a topic accepted, a notice put up, an outcome published) appends
// one entry to it, in the same transaction as the act itself; nothing is ever
// changed or taken out. Persons are never in it.
//
// The parts, from small to large:
//
//   - An Entry is written as its Leaf: one line of JSON with a fixed order of
//     keys, so that the same entry is always the same bytes.
//   - The leaves are the leaves of a Merkle tree (RFC 6962, as in
//     golang.org/x/mod/sumdb/tlog). Whoever knows the root knows every entry.
//   - A Checkpoint is the size and root of the log, signed by the installation.
//   - A Receipt proves that one entry stands in the log of a checkpoint; it is
//     checked without the server, on the reader's own phone.
//   - An export is a whole log as plain text, which anybody can check offline.
//   - A Tail is where the end of a log begins, so that entries from one on are checked
//     without those before them.
//
// What a check promises: an entry covered by a checkpoint cannot be altered,
// left out or moved without the check failing, and two checkpoints of one log
// can be shown to agree (CheckConsistency). What it does not promise: that the
// entry tells the truth about the world, or that the signer shows everybody the
// same log. The latter is found by comparing checkpoints.
//
// An auditor can import this package alone: it needs the standard library and
// golang.org/x/mod, no network and no database.
package record
