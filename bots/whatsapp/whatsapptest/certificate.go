package whatsapptest

import (
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow/proto/waCert"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// root signs the certificates of all servers of this process.
var root = keys.NewKeyPair()

// certificate makes the chain that clients look at: root signs an intermediate
// key, which signs the server's.
func certificate(root, static *keys.KeyPair, now time.Time) ([]byte, error) {
	between := keys.NewKeyPair()
	upper, err := signed(root, between, 0, now)
	if err != nil {
		return nil, err
	}
	leaf, err := signed(between, static, 1, now)
	if err != nil {
		return nil, err
	}
	return proto.Marshal(&waCert.CertChain{Leaf: leaf, Intermediate: upper})
}

// signed is a key in a certificate of the issuer with that serial number, good for
// a day.
func signed(issuer, key *keys.KeyPair, serial uint32, now time.Time) (*waCert.CertChain_NoiseCertificate, error) {
	details, err := proto.Marshal(&waCert.CertChain_NoiseCertificate_Details{
		Serial: new(serial + 1), IssuerSerial: &serial, Key: key.Pub[:],
		NotBefore: new(uint64(now.Add(-time.Hour).Unix())), NotAfter: new(uint64(now.Add(24 * time.Hour).Unix())),
	})
	if err != nil {
		return nil, err
	}
	return &waCert.CertChain_NoiseCertificate{Details: details, Signature: sign(issuer, details)}, nil
}

// sign makes an XEdDSA signature.
func sign(by *keys.KeyPair, message []byte) []byte {
	signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*by.Priv), message)
	return signature[:]
}
