package whatsappcloud

// NativeOf is nativeOf, for tests.
var NativeOf = nativeOf

// Codes lists the codes of the platform that have a policy.
func Codes() []int {
	var list []int
	for code := range policies {
		list = append(list, code)
	}
	return list
}
