package whatsapp

import (
	"log/slog"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/types"

	"majlis/flows/testneeds"
)

// The store works on PostgreSQL as it does in a file.
func TestPostgres(t *testing.T) {
	d, err := openDevices(postgres(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	device, err := d.first(t.Context())
	if err != nil || device.ID != nil {
		t.Fatalf("device %v, %v", device, err)
	}
	id := types.NewJID("966500000009", types.DefaultUserServer)
	device.ID = &id
	device.Account = &waAdv.ADVSignedDeviceIdentity{Details: []byte{1}, AccountSignature: make([]byte, 64), AccountSignatureKey: make([]byte, 32), DeviceSignature: make([]byte, 64)}
	if err := device.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := time.UnixMilli(1795392000123)
	if err := d.seePhone(t.Context(), id, now); err != nil {
		t.Fatal(err)
	}
	if at, err := d.phoneSeen(t.Context(), id); err != nil || !at.Equal(now) {
		t.Errorf("seen %v, %v", at, err)
	}
	if err := d.forget(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if at, err := d.phoneSeen(t.Context(), id); err != nil || !at.IsZero() {
		t.Errorf("seen %v, %v", at, err)
	}
	if device, err := d.first(t.Context()); err != nil || device.ID != nil {
		t.Errorf("device %v, %v", device, err)
	}
}

// postgres starts an empty server for one test and returns its address.
func postgres(t *testing.T) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	initdb := testneeds.Program(t, append([]string{"initdb"}, found...)...)
	initdb, err := filepath.EvalSymlinks(initdb)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "majlis-pg") //nolint:usetesting // sockets have a length limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	as := somebody(t, dir)
	data := filepath.Join(dir, "data")
	run(t, as, initdb, "-D", data, "-U", "majlis", "-A", "trust", "-N")
	ctl := filepath.Join(filepath.Dir(initdb), "pg_ctl")
	run(t, as, ctl, "-D", data, "-w", "-s", "-l", filepath.Join(dir, "log"), "-o", "-k "+dir+" -c listen_addresses= -c fsync=off", "start")
	t.Cleanup(func() { run(t, as, ctl, "-D", data, "-w", "-s", "-m", "immediate", "stop") })
	return "postgres://majlis@/postgres?host=" + dir
}

func run(t *testing.T, as *syscall.SysProcAttr, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.SysProcAttr = as
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// somebody is not root, as whom PostgreSQL does not run, and owns dir.
func somebody(t *testing.T, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Geteuid() != 0 {
		return &syscall.SysProcAttr{}
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		testneeds.Missing(t, "there is no user to run postgres as")
	}
	uid, _ := strconv.Atoi(nobody.Uid)
	gid, _ := strconv.Atoi(nobody.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}
