package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"yishiting/residents"
)

// Try counts one more try in a bucket, for all servers together. ok where there were fewer
// than most since the window began; the first try begins it, and once it is over the next
// try begins another. Otherwise retryAfter is how long the window goes on, at least a
// microsecond, and nothing is counted or written.
//
// A try is counted for good, whatever comes of it. A bucket's name may hold an address or a
// phone number: only its hash with a secret of the installation is kept.
func (s *Store) Try(ctx context.Context, bucket string, most int, window time.Duration) (retryAfter time.Duration, ok bool, err error) {
	now, key := s.clock(), s.Blind(bucket)
	err = s.View(ctx, func(v *View) error { // a flood is refused without being written down
		retryAfter, err = v.full(key, now, most, window)
		return err
	})
	if err != nil || retryAfter > 0 {
		return retryAfter, false, err
	}
	err = s.write(ctx, []string{limitLock(key)}, now, func(tx *Tx) error {
		if retryAfter, err = tx.full(key, now, most, window); err != nil || retryAfter > 0 {
			return err
		}
		_, err := tx.exec(`INSERT INTO limits (bucket, since, tries) VALUES ($1, $2, 1) ON CONFLICT (bucket) DO UPDATE SET
			tries = CASE WHEN limits.since > $3 THEN limits.tries + 1 ELSE 1 END,
			since = CASE WHEN limits.since > $3 THEN limits.since ELSE $2 END`,
			key, micros(now), micros(now.Add(-window)))
		return err
	})
	return retryAfter, err == nil && retryAfter == 0, err
}

// full is how long the bucket takes no more tries; 0 while it does.
func (v *View) full(key string, now time.Time, most int, window time.Duration) (time.Duration, error) {
	if most <= 0 {
		return window, nil
	}
	since, err := one(v, number, `SELECT since FROM limits WHERE bucket = $1 AND since > $2 AND tries >= $3`, key, micros(now.Add(-window)), most)
	if errors.Is(err, residents.ErrNotFound) {
		return 0, nil
	}
	return instant(since).Add(window).Sub(now), err
}

// SweepLimits removes the buckets whose window began before the given instant: over
// a day ago, none is of use.
func (tx *Tx) SweepLimits(before time.Time) error {
	_, err := tx.exec(`DELETE FROM limits WHERE since < $1`, micros(before))
	return err
}

// Blind is a hash of something that can be guessed, such as a telephone number or an
// address, with a secret of the installation: it tells two apart, and tells neither.
func (s *Store) Blind(plain string) string {
	mac := hmac.New(sha256.New, s.limitKey)
	mac.Write([]byte(plain))
	return hex.EncodeToString(mac.Sum(nil))
}

// limitLock is what a bucket is counted under: of few, so that tries share commits, and each
// bucket under one, so that no two transactions wait for each other's.
func limitLock(key string) string { return "limits/" + key[:1] }

// setLimitKey reads the secret of the buckets' names from the settings, where the first
// server that starts puts it.
func (s *Store) setLimitKey(ctx context.Context) error {
	made := make([]byte, 32)
	_, _ = rand.Read(made) // never fails
	key, err := s.kept(ctx, "limit-key", func() (string, error) { return hex.EncodeToString(made), nil })
	if err != nil {
		return err
	}
	s.limitKey, err = hex.DecodeString(key)
	return err
}
