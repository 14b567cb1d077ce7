# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = إعدادات هذه التطبيقات والمكتبات معروفة: اختر واحدًا وأدخل عنوانه لترى ما يُكتب في إعداداته.
console_choose_other = تطبيق آخر
console_choose_other_hint = تطبيق ويب أو تطبيق من صفحة واحدة أو تطبيق أصلي أو خدمة تُدخل إعداداتها بنفسك.
console_choose_other_link = إضافة تطبيق آخر
console_family_libraries = المكتبات وأطر العمل
console_family_monitoring = المراقبة ولوحات المعلومات
console_family_git = منصات Git والبناء
console_family_wikis = مواقع الويكي والملاحظات
console_family_storage = التخزين والوسائط
console_family_chat = الدردشة
console_family_platform = Kubernetes وVault والمنصات
console_family_proxies = الخوادم الوكيلة
console_preset_effect = يضيف التطبيق بالإعدادات التي يحتاجها. تعرض الصفحة التالية، هذه المرة فقط، ما يُكتب في التطبيق مع سرّه.
console_preset_url = عنوان التطبيق
console_preset_url_hint = كما يفتحه الأشخاص، مثل https://app.example.com أو http://localhost:3000.
console_preset_url_wrong = أدخل عنوان ويب بلا معاملات، مثل https://app.example.com
console_preset_value = الاسم في إعدادات التطبيق
console_preset_value_wrong = استخدم الأحرف والأرقام والشرطات والنقاط والشرطات السفلية.
console_preset_client_id_hint = لا يتغيّر أبدًا. اختر معرّفًا آخر لتطبيق ثانٍ من النوع نفسه.
# $app is the name of the app that was added.
console_written_title = إعداد { $app }
console_written_lead = اكتب هذا الآن في إعدادات التطبيق: يُعرض السرّ هذه المرة فقط. إذا فُقد، فأنشئ سرًّا جديدًا.
console_written_lead_public = اكتب هذا في إعدادات التطبيق. ليس له سرّ.
console_written_documentation = توثيق التطبيق
console_written_values = عرض القيم واحدة تلو الأخرى
console_written_done = لقد نسخته
console_copy = نسخ
console_copied = تم النسخ
console_wait_waiting = بانتظار أول تسجيل دخول…
console_wait_hint = افتح التطبيق وسجّل الدخول. ستُظهر هذه الصفحة ذلك خلال ثوانٍ.
# $app is the name of the app that was added.
console_wait_came = سجّل أحدهم الدخول إلى { $app }. كل شيء يعمل.
console_wait_check = تحقّق الآن
console_first_sign_in = أول تسجيل دخول
console_first_sign_in_none = لا يوجد بعد
console_apps_empty = لا توجد تطبيقات بعد. أضف أول تطبيق.
