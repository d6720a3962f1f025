package record

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrCheckpoint is the error of a text that is not a checkpoint signed by the
// expected key, and of a key that is none.
var ErrCheckpoint = errors.New("not a signed checkpoint")

// origin stands before the community in a checkpoint's first line, so that a
// signature made for one log can never be taken for another.
const origin = "yishiting/"

// maxCheckpoint is enough for the signatures of some dozens of witnesses.
const maxCheckpoint = 16 << 10

// Checkpoint is the state of a community's log: its first Size entries have the
// root Root. Signed, it has the form of C2SP tlog-checkpoint:
//
//	yishiting/hepingli
//	1480
//	nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=
//
//	— portal.example x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuG…
type Checkpoint struct {
	Community string
	Size      int64
	Root      Hash
}

// Text is what is signed: three lines.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s%s\n%d\n%s\n", origin, c.Community, c.Size, c.Root)
}

// NewKey makes a pair of keys for an installation called name, which has no
// blanks and no '+'. The signer is secret; the verifier is for everybody.
func NewKey(name string) (signer, verifier string, err error) {
	signer, verifier, err = note.GenerateKey(rand.Reader, name)
	if err != nil {
		return "", "", err
	}
	if _, err := note.NewSigner(signer); err != nil {
		return "", "", fmt.Errorf("%w: no name for a key: %q", ErrCheckpoint, name)
	}
	return signer, verifier, nil
}

// VerifierOf is the verifier that belongs to a signer.
func VerifierOf(signer string) (verifier string, err error) {
	s, err := note.NewSigner(signer)
	if err != nil {
		return "", fmt.Errorf("%w: signer key: %v", ErrCheckpoint, err)
	}
	parts := strings.SplitN(signer, "+", 5) // PRIVATE, KEY, name, hash, key; the key may hold a '+'
	raw, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil { // not after NewSigner
		return "", fmt.Errorf("%w: signer key", ErrCheckpoint)
	}
	public := ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(s.Name(), public)
}

// SignCheckpoint is the checkpoint as a signed text.
func SignCheckpoint(c Checkpoint, signer string) (string, error) {
	if _, err := parseCheckpoint(c.Text()); err != nil {
		return "", err
	}
	s, err := note.NewSigner(signer)
	if err != nil {
		return "", fmt.Errorf("%w: signer key: %v", ErrCheckpoint, err)
	}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, s)
	return string(signed), err
}

// OpenCheckpoint reads a signed checkpoint. Everything but a checkpoint signed
// by that verifier's key wraps ErrCheckpoint; more signatures, of witnesses
// unknown here, may stand beside it.
func OpenCheckpoint(signed, verifier string) (Checkpoint, error) {
	if len(signed) > maxCheckpoint {
		return Checkpoint{}, fmt.Errorf("%w: too long", ErrCheckpoint)
	}
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: verifier key: %v", ErrCheckpoint, err)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %v", ErrCheckpoint, err)
	}
	for _, sig := range n.Sigs { // one signature, one text
		if _, err := base64.StdEncoding.Strict().DecodeString(sig.Base64); err != nil {
			return Checkpoint{}, fmt.Errorf("%w: signature: %v", ErrCheckpoint, err)
		}
	}
	return parseCheckpoint(n.Text)
}

// parseCheckpoint takes only what Text writes.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Checkpoint{}, fmt.Errorf("%w: not three lines", ErrCheckpoint)
	}
	community, ok := strings.CutPrefix(lines[0], origin)
	if !ok || !validName(community) {
		return Checkpoint{}, fmt.Errorf("%w: origin %.100q", ErrCheckpoint, lines[0])
	}
	size, err := parseWhole(lines[1])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: size: %v", ErrCheckpoint, err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil || root.String() != lines[2] {
		return Checkpoint{}, fmt.Errorf("%w: root", ErrCheckpoint)
	}
	return Checkpoint{community, size, root}, nil
}
