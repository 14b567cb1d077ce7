footer = تسجيل الدخول عبر { $organization }

language_menu = اللغة:

continue_to = المتابعة إلى <strong>{ $app }</strong>

privacy_of = سياسة خصوصية { $app }
terms_of = شروط { $app }

date_and_time = { $day } { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
} { $year }، { $time } UTC

moment = { $when } ({ $relative })
ago_now = الآن
ago_minutes = { $count ->
    [zero] الآن
    [one] قبل دقيقة
    [two] قبل دقيقتين
    [few] قبل { $count } دقائق
    [many] قبل { $count } دقيقة
   *[other] قبل { $count } دقيقة
}
ago_hours = { $count ->
    [zero] الآن
    [one] قبل ساعة
    [two] قبل ساعتين
    [few] قبل { $count } ساعات
    [many] قبل { $count } ساعة
   *[other] قبل { $count } ساعة
}
ago_days = { $count ->
    [zero] اليوم
    [one] قبل يوم
    [two] قبل يومين
    [few] قبل { $count } أيام
    [many] قبل { $count } يومًا
   *[other] قبل { $count } يوم
}

insecure_http = يتم الوصول إلى هذا الخادم بدون تشفير، ويمكن للآخرين على الشبكة قراءة كلمة مرورك. إنه مخصّص للاختبار فقط.
