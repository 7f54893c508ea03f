package people

import "strings"

// zones are the time zones (IANA) of countries that have one, by their calling code
// (ITU-T E.164): the Gulf, its neighbours, and where many of its residents are from
// or travel to.
var zones = map[string]string{
	"966": "Asia/Riyadh", "971": "Asia/Dubai", "965": "Asia/Kuwait", "973": "Asia/Bahrain", "974": "Asia/Qatar", "968": "Asia/Muscat",
	"967": "Asia/Aden", "962": "Asia/Amman", "961": "Asia/Beirut", "963": "Asia/Damascus", "964": "Asia/Baghdad", "970": "Asia/Hebron",
	"20": "Africa/Cairo", "249": "Africa/Khartoum", "218": "Africa/Tripoli", "216": "Africa/Tunis", "213": "Africa/Algiers",
	"212": "Africa/Casablanca", "222": "Africa/Nouakchott", "252": "Africa/Mogadishu", "253": "Africa/Djibouti", "269": "Indian/Comoro",
	"90": "Europe/Istanbul", "98": "Asia/Tehran", "93": "Asia/Kabul", "92": "Asia/Karachi", "91": "Asia/Kolkata", "880": "Asia/Dhaka",
	"94": "Asia/Colombo", "977": "Asia/Kathmandu", "63": "Asia/Manila", "60": "Asia/Kuala_Lumpur", "65": "Asia/Singapore",
	"251": "Africa/Addis_Ababa", "254": "Africa/Nairobi", "44": "Europe/London", "33": "Europe/Paris", "49": "Europe/Berlin",
	"39": "Europe/Rome", "41": "Europe/Zurich", "43": "Europe/Vienna", "31": "Europe/Amsterdam", "32": "Europe/Brussels",
	"46": "Europe/Stockholm", "81": "Asia/Tokyo", "82": "Asia/Seoul", "86": "Asia/Shanghai",
}

// ZoneOf is the time zone (IANA) of a phone number in international form; "" when
// its country is not known here, or has several.
func ZoneOf(phone string) string {
	digits := strings.TrimPrefix(phone, "+")
	for n := min(3, len(digits)); n > 0; n-- {
		if zone, known := zones[digits[:n]]; known {
			return zone
		}
	}
	return ""
}
