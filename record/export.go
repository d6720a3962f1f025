package record

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// WriteExport writes a whole log as a plain text that VerifyExport checks: the
// signed checkpoint, a blank line, then one leaf a line. Leaves are those of the
// checkpoint's log from the first; what the log got since is left out. It fails
// if there are fewer. The signature is not looked at.
func WriteExport(w io.Writer, signed string, leaves iter.Seq2[[]byte, error]) error {
	head, err := unverifiedCheckpoint(signed)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString(signed)
	out.WriteByte('\n')
	var written int64
	if head.Size > 0 {
		for leaf, err := range leaves {
			if err != nil {
				return err
			}
			out.Write(leaf)
			if err := out.WriteByte('\n'); err != nil { // what bufio met in any write before
				return err
			}
			if written++; written == head.Size {
				break
			}
		}
	}
	if written < head.Size {
		return fmt.Errorf("%w: %d entries, where the checkpoint has %d", ErrProof, written, head.Size)
	}
	return out.Flush()
}

// VerifyExport checks a whole log written by WriteExport, in the memory of one
// entry. It gives what the log was found to be; the error says what is the first
// thing that does not hold. An EntryError blames an entry that is malformed, out
// of place or out of time; a leaf altered with care shows only in the root, at
// the end, as ErrProof. Checkpoints kept from earlier must be states that the log went
// through; one that is larger than the export cannot be compared, which is ErrProof.
func VerifyExport(r io.Reader, verifier string, kept ...Checkpoint) (Summary, error) {
	in := bufio.NewReaderSize(r, MaxLeaf+1)
	signed, err := readCheckpoint(in)
	if err != nil {
		return Summary{}, err
	}
	head, err := OpenCheckpoint(signed, verifier)
	if err != nil {
		return Summary{}, err
	}
	for _, k := range kept {
		if k.Size > head.Size {
			return Summary{}, fmt.Errorf("%w: a checkpoint of %d entries cannot be compared with a log of %d", ErrProof, k.Size, head.Size)
		}
	}
	c := chain{community: head.Community}
	if err := c.passes(kept); err != nil {
		return c.summary(), err
	}
	for c.tree.Size() < head.Size {
		leaf, err := readLine(in)
		if err == io.EOF {
			return c.summary(), c.check(head)
		}
		if err != nil {
			return c.summary(), &EntryError{c.tree.Size(), err}
		}
		if _, _, err := c.add(leaf); err != nil {
			return c.summary(), err
		}
		if err := c.passes(kept); err != nil {
			return c.summary(), err
		}
	}
	switch _, err := in.ReadByte(); {
	case err == nil:
		return c.summary(), fmt.Errorf("%w: text after the last entry", ErrProof)
	case err != io.EOF:
		return c.summary(), err
	}
	return c.summary(), c.check(head)
}

// readCheckpoint reads text, blank line and signatures up to the separating blank line.
func readCheckpoint(in *bufio.Reader) (string, error) {
	var signed strings.Builder
	for blanks := 0; ; {
		line, err := readLine(in)
		if err != nil {
			return "", fmt.Errorf("%w: %v", ErrCheckpoint, err)
		}
		if len(line) == 0 {
			if blanks++; blanks == 2 {
				return signed.String(), nil
			}
		}
		signed.Write(line)
		signed.WriteByte('\n')
		if signed.Len() > maxCheckpoint {
			return "", fmt.Errorf("%w: too long", ErrCheckpoint)
		}
	}
}

// readLine gives a line without its end, valid until the next read. io.EOF says
// that there is nothing more; a line without an end is an error of its own.
func readLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	switch {
	case err == nil:
		return line[:len(line)-1], nil
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrLeaf, MaxLeaf)
	case err == io.EOF && len(line) > 0:
		return nil, fmt.Errorf("%w: cut off", ErrLeaf)
	}
	return nil, err
}

// unverifiedCheckpoint reads the checkpoint in a signed text without its signature.
func unverifiedCheckpoint(signed string) (Checkpoint, error) {
	text, _, ok := strings.Cut(signed, "\n\n")
	if !ok {
		return Checkpoint{}, fmt.Errorf("%w: no signature", ErrCheckpoint)
	}
	return parseCheckpoint(text + "\n")
}
