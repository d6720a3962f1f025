package main

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"yishiting/app/api"
	"yishiting/residents"
)

// An upload that is larger than its form allows: what was typed is kept all the same, and the
// browser is let finish, because one that is cut off while it sends shows its own error in
// place of the portal's sentence.

// mostDrained is how much of a body that is refused is read and thrown away.
const mostDrained = 1 << 30

// readUploadOrText is readUpload; of a body that is too large it gives the fields that came
// before the file, and api.ErrTooLarge. Nothing beyond the limit is kept in memory.
func readUploadOrText(w http.ResponseWriter, r *http.Request, most int64) (*form, error) {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return readUpload(w, r, most)
	}
	body := http.MaxBytesReader(w, r.Body, mostDrained)
	head, err := io.ReadAll(io.LimitReader(body, maxForm+most+1))
	if err != nil {
		return emptyForm(r), unread(err)
	}
	if int64(len(head)) <= maxForm+most {
		r.Body = io.NopCloser(bytes.NewReader(head))
		return readUpload(w, r, most)
	}
	f := emptyForm(r)
	f.values = typedBefore(head, params["boundary"])
	_, err = io.Copy(io.Discard, body)
	if err != nil {
		return f, unread(err)
	}
	return f, api.ErrTooLarge
}

// typedBefore are the fields of a multipart body that stand before its first file, as far as
// they fit a form.
func typedBefore(head []byte, boundary string) map[string][]string {
	values := map[string][]string{}
	parts := multipart.NewReader(bytes.NewReader(head), boundary)
	for room := int64(maxForm); len(values) < maxFields && room > 0; {
		part, err := parts.NextPart()
		if err != nil || part.FileName() != "" {
			return values
		}
		text, err := io.ReadAll(io.LimitReader(part, room))
		if err != nil {
			return values
		}
		room -= int64(len(text))
		values[part.FormName()] = append(values[part.FormName()], string(text))
	}
	return values
}

// tooLarge is what an upload is refused with that is too large, in the words of its line.
func (line route) tooLarge(err error) error {
	if !errors.Is(err, api.ErrTooLarge) {
		return err
	}
	why := line.big
	if why == "" {
		why = residents.ErrFileBig
	}
	return &residents.FieldError{Field: "file", Reason: why}
}
