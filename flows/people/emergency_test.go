package people_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"majlis/flows/people"
)

func TestEmergencies(t *testing.T) {
	e := people.NewEmergencies(nil, nil)
	for _, text := range []string{
		"يبتزني شخص بصوري", "فيه واحد يبتزّني ويطلب فلوس", "أتعرض لابتزاز إلكتروني", "تعرضت للابتزاز من حساب وهمي",
		"شخص يهددني", "هددوني بالقتل", "جاري يهددني بسلاح", "وصلتني رسائل تهديد", "يهددني بنشر صوري", "طليقي يهددني بالفضيحة",
		"زوجي يضربني", "اخوي يضربني كل يوم", "اعتدى علي بالضرب", "واحد متحرش بابنتي",
		"أفكر في الانتحار", "أريد أن أقتل نفسي", "ابي اموت", "بنهي حياتي", "ودي اموت وارتاح",
		"بيقتلني", "سيقتلونني", "معه سكين وواقف عند الباب", "أطلقوا النار على البيت", "في قنبلة في المبنى",
		"خطفوا ابني", "اختطف طفلي", "حياتنا في خطر", "خطر على حياة الأطفال", "ابنتي انخطفت", "خطر على حياتي", "الحقوني", "ارسلوا اسعاف بسرعه", "محتاج إسعاف",
		"ابوي لا يتنفس", "أمي فاقدة الوعي", "ولدي تكهرب", "حريق في بيتنا", "العمارة تحترق", "شبّت النار في الشقة",
		"ريحة غاز قوية في البيت", "السقف طاح علينا", "ناس تحت الأنقاض", "أنا عالقة في المصعد", "وَيُهَدِّدُنِي", "يهــــددني",
		"he is threatening to kill me", "Someone is blackmailing me", "I am being blackmailed with photos",
		"my husband beats me", "he is hitting me", "I want to die", "I'm going to kill myself", "thinking about suicide",
		"there's a man with a gun", "my house is on fire", "fire in the building", "I smell gas", "gas leak in our kitchen",
		"my father can’t breathe", "she is not breathing", "call an ambulance", "send police", "my son was kidnapped",
		"our lives are in danger", "they will kill us", "he has a knife", "people under the rubble", "I am trapped in the elevator",
	} {
		if !e.In(text) {
			t.Errorf("not recognised: %s", text)
		}
	}
}

// Ordinary sentences with the same words. Each is what a housing ministry gets.
func TestOrdinarySentencesAreNoEmergencies(t *testing.T) {
	e := people.NewEmergencies(nil, nil)
	for _, text := range []string{
		"المالك يهددني بالإخلاء", "المؤجر هددني بقطع الكهرباء", "البنك يهددنا بسحب المنزل", "المقاول يهددني بفسخ العقد",
		"الروتين يقتلني", "الانتظار ذبحني", "قتلني الملل من الانتظار", "انقذونا من الديون", "ضربة شمس", "ضرب الأرقام",
		"هل يشمل التأمين الحريق؟", "أريد شهادة سلامة حريق للمبنى", "طفاية حريق للمنزل", "تضرر منزلي بعد حريق في المطبخ",
		"أين أقرب مركز إسعاف؟", "نحتاج مركز شرطة في الحي", "رقم الدفاع المدني", "عداد الغاز", "توصيل الغاز للعمارة",
		"اعتدى على أرضي", "اغتصبوا أرضي", "إزالة التعديات", "انهيار أسعار المنازل", "جدار البيت متشقق", "سقط اسمي من القائمة",
		"وفاة والدي", "توفي والدي ونريد نقل الملكية", "والدي أصيب بجلطة قبل سنة ويحتاج سكناً", "زوجي متوفى", "اموت في الرياض",
		"دورة عن الابتزاز الإلكتروني", "حملة التوعية ضد التحرش", "نشر النظام في الجريدة", "متى تنشر النتائج", "صور العقار",
		"السلاح الأبيض في المادة الرابعة", "إطلاق مبادرة سكني", "إطلاق الخدمة", "تفجير الصخور في المخطط", "النار",
		"مشروع في خطر التوقف", "حياة كريمة للسكان", "تحت الإنشاء", "تحت الطلب", "محبوس المبلغ في الحساب", "المصعد معطل",
		"the landlord threatens to evict me", "they are threatening us with court", "the waiting will kill me", "this heat is killing me",
		"fire alarm in the building", "fire insurance for my home", "fire safety certificate", "gas meter", "gas bill",
		"my father had a heart attack last year", "the building collapsed in 2010", "kill the process", "dead line", "deadline to apply",
		"I am dying to know", "shooting a video", "take a photo", "life insurance", "help me please", "urgent", "I need help with police clearance certificate",
		"الدعم السكني", "أرجو الرد على شكواي", "مستعجل جدا", "حالة طارئة عندي في الطلب", "", "١٢٣", "🙂",
	} {
		if e.In(text) {
			t.Errorf("taken for an emergency: %s", text)
		}
	}
}

func TestMinistrysOwnPhrases(t *testing.T) {
	e := people.NewEmergencies([]string{"سيل ~ جرف*", ""}, []string{"تجربه ~ الحقوني"})
	if !e.In("السيارة في السيل وسيل الوادي جرفها") || e.In("تجربة كلمة الحقوني") || !e.In("الحقوني") {
		t.Error("the ministry's phrases don't count")
	}
}

// Real questions of other services hold no emergencies worth a diversion.
func TestEmergenciesInRealQuestions(t *testing.T) {
	e := people.NewEmergencies(nil, nil)
	rows, alarms := 0, 0
	for _, file := range realQuestions(t) {
		for _, text := range column(t, file, "text") {
			rows++
			if e.In(text) {
				alarms++
				t.Logf("%s: %s", filepath.Base(file), text)
			}
		}
	}
	if alarms*10_000 > rows {
		t.Errorf("%d of %d questions taken for emergencies", alarms, rows)
	}
}

// realQuestions are files of questions as people type them: the demo's, and
// labelled sets where the machine has them beside the checkout.
func realQuestions(t *testing.T) []string {
	t.Helper()
	sets, err := filepath.Glob("../../../shared/data/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	return append(sets, "../../cmd/majlis/seed/questions.csv")
}

func column(t *testing.T, file, name string) (texts []string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(file, err)
	}
	for i, head := range rows[0] {
		if head == name {
			for _, row := range rows[1:] {
				texts = append(texts, row[i])
			}
		}
	}
	return texts
}

func BenchmarkEmergencies(b *testing.B) {
	e := people.NewEmergencies(nil, nil)
	for b.Loop() {
		e.In("السلام عليكم، أرغب في الاستفسار عن طريقة التقديم على الدعم السكني والمدة المتوقعة للرد")
	}
}
