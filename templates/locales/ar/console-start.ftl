# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = الخطوات الأولى
console_start_hint = سمِّ هذا الخادم، وتحقّق من قدرته على إرسال البريد، وأضف أول تطبيق.
console_start_lead = ثلاث خطوات بأي ترتيب. تقود النظرة العامة إلى هذه الصفحة إلى أن تضيف تطبيقًا أو تخفيها.
console_start_open = عرض الخطوات الأولى
console_start_name = الاسم
console_start_name_now = الاسم الظاهر في الصفحات ورسائل البريد:
console_name_default = هذه هي القيمة الافتراضية.
# $variable is the name of an environment variable.
console_name_from_variable = مصدره متغير البيئة { $variable }.
console_name_from_file = مصدره الإعداد name في ملف الإعدادات.
console_name_from_console = حُدِّد في وحدة التحكم، ويتقدّم على الإعداد name.
console_source_console = وحدة التحكم
console_rename = تغيير اسم الخادم
console_rename_effect = تُظهر كل الصفحات ورسائل البريد الاسم الجديد فورًا، وكذلك على الخوادم الأخرى في هذا التثبيت.
console_rename_hint = مثل اسم شركتك. اتركه فارغًا لاستخدام الاسم من الإعدادات.
console_start_mail = البريد
console_start_mail_server = خادم البريد محدَّد. أرسل رسالة تجريبية لترى هل يعمل.
console_start_mail_here = لم يُحدَّد خادم بريد. تبقى الرسائل على هذا الجهاز، وتقرؤها على
console_start_mail_none = لم يُحدَّد خادم بريد: لا يمكن إرسال روابط كلمة المرور الجديدة والرموز والدعوات.
console_start_mail_paste = اكتب هذا في ملف الإعدادات بقيم خادم بريدك، ثم أعد تشغيل هذا الخادم. ويؤدي المتغيران DOORWARD_MAIL__URL وDOORWARD_MAIL__FROM الغرض نفسه.
console_start_app = أول تطبيق
console_start_app_none = أضف تطبيقًا، وانسخ ما يحتاجه إلى إعداداته، ثم سجّل الدخول إليه.
console_hide_guide = إخفاء الخطوات الأولى
console_hide_guide_effect = لن تقود النظرة العامة أي مسؤول إليها. يبقى كل شيء ممكنًا في صفحات وحدة التحكم.
# $user is the email address or the username of whoever is signed in.
setup_become = لا يدير أحد هذا الخادم بعد. سجّلت الدخول باسم { $user }: كن مالكه لتتمكّن من إضافة المستخدمين والتطبيقات وتعيين مسؤولين آخرين.
setup_become_submit = أصبح المالك
setup_or_new = أو بحساب جديد
setup_have_account = لديّ حساب: تسجيل الدخول
