package whatsappcloud

// NativeOf is nativeOf, for tests.
var NativeOf = nativeOf
