/// A title, what a person types, and whether that finds it.
package struct SearchSample: Sendable, CustomStringConvertible {
    package let title: String
    package let query: String
    package let isFound: Bool

    package var description: String { "\(title) ← \(query)" }

    package static let all: [SearchSample] = table.map {
        SearchSample(title: $0.0, query: $0.1, isFound: $0.2)
    }

    private static let table: [(String, String, Bool)] = [
        // English
        ("Workplace Safety", "safe", true), ("Workplace Safety", "afety", false),
        ("Workplace Safety", "safety workplace", true), ("Co\u{AD}operation at work", "cooperation", true),
        ("The ﬁnal oﬃce", "office final", true), ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width", true),
        ("Full Width", "ｗｉｄｔｈ", true), ("𝐁𝐨𝐥𝐝 moves", "bold", true), ("½ day of focus", "day", true),
        ("Don't panic", "don’t", true), ("Naïve Bayes", "naive", true),
        // Names of technologies
        ("C++ for beginners", "C++", true), ("C++17 in practice", "c++", true), ("Cooking", "C++", false),
        ("C# in depth", "c#", true), ("C++ for beginners", "c#", false), ("C# in depth", "c", true),
        (".NET Core", ".NET", true), ("Networking", ".NET", false), ("ASP.NET Core", ".net", true),
        (".NET Core", "net", true), ("Node.js", "node.js", true), ("Node.js", "js", true),
        ("R for statisticians", "R", true), ("CompTIA A+", "a+", true),
        // French, German, Spanish, Portuguese
        ("Œuvres complètes", "oeuvres", true), ("Oeuvres completes", "œuvres complètes", true),
        ("L'essentiel de la sécurité", "essentiel securite", true), ("Straße und Verkehr", "strasse", true),
        ("STRASSE", "straße", true), ("Größe", "GROSSE", true), ("Ñandú", "nandu", true),
        ("Formação", "formacao", true),
        // Polish, Danish, Icelandic, Vietnamese, Turkish
        ("Łódź i Wrocław", "lodz wroclaw", true), ("Smørrebrød", "smorrebrod", true),
        ("Þingvellir", "thing", true),
        ("Đào tạo cơ bản", "dao tao co ban", true), ("İstanbul", "istanbul", true), ("IŞIK", "ışık", true),
        ("ışık", "isik", true),
        // Russian, Ukrainian, Greek
        ("Учёт и отчётность", "учет", true), ("Учет", "учёт", true), ("ОХРАНА ТРУДА", "охрана", true),
        ("Комп’ютерна грамотність", "комп'ютерна", true), ("Ασφάλεια στην εργασία", "ασφαλεια", true),
        ("ΑΣΦΑΛΕΙΑ", "ασφάλεια", true), ("Λόγος", "λογοσ", true),
        // Arabic, Persian, Hebrew
        ("السَّلامة المهنية", "السلامة", true), ("إدارة الوقت", "ادارة", true), ("مـــديـر", "مدير", true),
        ("مدیریت", "مديريت", true), ("שָׁלוֹם עולם", "שלום", true),
        // Hindi, Bengali, Tamil
        ("सुरक्षा प्रशिक्षण", "सुरक्षा", true), ("सुरक्षा प्रशिक्षण", "सेरक्षा", false), ("নিরাপত্তা", "নিরাপ", true),
        ("பாதுகாப்பு", "பாது", true),
        // Chinese
        ("工作场所安全培训", "安全", true), ("工作场所安全培训", "培训", true), ("工作场所安全培训", "安全培训", true),
        ("工作场所安全培训", "全安", false), ("工作场所安全培训", "训", true), ("工作场所安全培训", "安培", false),
        ("Python入门", "入门", true), ("Python入门", "python", true), ("第3章 概要", "第3章", true),
        // Japanese
        ("職場の安全管理入門", "安全", true), ("職場の安全管理入門", "管理", true), ("ﾏﾈｼﾞﾒﾝﾄ研修", "マネジメント", true),
        ("マネジメント研修", "ジメント", true), ("リーダーシップ", "ダーシ", true), ("か\u{3099}くしゅう", "がく", true),
        ("職場の安全管理入門", "安理", false),
        // Korean
        ("산업안전교육", "안전", true), ("산업안전을 위한 교육", "안전", true), ("산업안전교육", "교안", false),
        ("\u{1109}\u{1161}\u{11AB}업", "산업", true),
        // Thai, Lao, Khmer, Burmese
        ("ความปลอดภัยในการทำงาน", "ปลอดภัย", true), ("ความปลอดภัยในการทำงาน", "ทำงาน", true),
        ("ความปลอดภัยในการทำงาน", "ภัยปลอด", false), ("ຄວາມປອດໄພ", "ປອດໄພ", true), ("សុវត្ថិភាពការងារ", "ការងារ", true),
        ("လုပ်ငန်းခွင်ဘေးကင်းရေး", "ဘေးကင်း", true),
    ]
}
