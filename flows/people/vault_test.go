package people_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"majlis/flows/people"
)

func mustVault(t testing.TB, secret string) *people.Vault {
	t.Helper()
	v, err := people.NewVault([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const secret = "a secret of the tests, long enough"

func TestKeyOfOnePhoneInManySpellings(t *testing.T) {
	v := mustVault(t, secret)
	want := v.Key("phone", "+966550000001")
	for _, phone := range []string{
		"0550000001", "٠٥٥٠٠٠٠٠٠١", "۰۵۵۰۰۰۰۰۰۱", "00966550000001", "966550000001",
		"+966 55 000 0001", "+٩٦٦ ٥٥ ٠٠٠ ٠٠٠١", " 055-000-0001 ",
	} {
		if got := v.Key("phone", phone); got != want {
			t.Errorf("Key(phone, %q) differs", phone)
		}
	}
	if v.Key("phone", "0550000002") == want || v.Key("telegram", "+966550000001") == want {
		t.Error("another identity has the same key")
	}
	if len(want) != 43 || strings.Contains(want, "550000001") {
		t.Errorf("key %q", want)
	}
}

func TestPhoneIsReadInTheMinistrysCountry(t *testing.T) {
	v := mustVault(t, secret)
	v.Country = "BH"
	if v.Key("phone", "36001234") != v.Key("phone", "+97336001234") {
		t.Error("a Bahraini number without its country code has another key")
	}
	if got := people.Phone("12", "SA"); got != "12" {
		t.Errorf("Phone(12) = %q", got)
	}
}

func TestKeyDependsOnTheSecret(t *testing.T) {
	if mustVault(t, secret).Key("web", "x") == mustVault(t, secret+"!").Key("web", "x") {
		t.Error("two secrets give one key")
	}
}

func TestSealOpens(t *testing.T) {
	v := mustVault(t, secret)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed := v.Seal(plain)
		if len(plain) > 8 && bytes.Contains(sealed, plain) {
			t.Fatal("the address is readable")
		}
		opened, err := v.Open(sealed)
		if err != nil || !bytes.Equal(opened, plain) {
			t.Fatalf("Open = %q, %v", opened, err)
		}
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := v.Open(sealed); err == nil {
			t.Fatal("a changed bit was not noticed")
		}
	})
}

func TestSealIsNeverTheSame(t *testing.T) {
	v := mustVault(t, secret)
	if bytes.Equal(v.Seal([]byte("12345")), v.Seal([]byte("12345"))) {
		t.Error("two seals are equal")
	}
	for _, bad := range [][]byte{nil, {1}, {2, 3, 4}} {
		if _, err := v.Open(bad); err == nil {
			t.Errorf("Open(%v) succeeded", bad)
		}
	}
	if _, err := mustVault(t, secret+"!").Open(v.Seal([]byte("12345"))); err == nil {
		t.Error("opened under another secret")
	}
}

func TestSignature(t *testing.T) {
	v := mustVault(t, secret)
	signed := v.Sign("visitor", "abc.def")
	if value, ok := v.Verify("visitor", signed); !ok || value != "abc.def" {
		t.Errorf("Verify = %q, %v", value, ok)
	}
	for _, bad := range []string{"", "abc", "abc.def", "x" + signed, signed + "x", signed[:len(signed)-1]} {
		if _, ok := v.Verify("visitor", bad); ok {
			t.Errorf("Verify(%q) succeeded", bad)
		}
	}
	if _, ok := v.Verify("session", signed); ok {
		t.Error("a signature counts for another purpose")
	}
}

func TestShortSecretIsRefused(t *testing.T) {
	if _, err := people.NewVault([]byte("fifteen letters")); err == nil {
		t.Error("no error")
	}
}

func BenchmarkKey(b *testing.B) {
	v := mustVault(b, secret)
	for b.Loop() {
		v.Key("telegram", "123456789")
	}
}
