# مزودو الهوية في وحدة التحكم.

console_nav_providers = مزودو الهوية
console_providers_hint = اطّلع على الأنظمة الأخرى التي يُسجَّل الدخول بها، وهل يعمل ذلك.
console_providers_none = لا يوجد مزودو هوية بعد. صرّح بواحد في ملف واقرأه بالأمر { $command }.
console_check = الفحص
console_more_than = أكثر من { $count }
console_provider_kind = النوع
console_provider_links = للربط فقط
console_provider_newcomers = القادم الجديد
console_provider_sign_up = يحصل على حساب
console_provider_known = يُرفض
console_provider_linked = الهويات المرتبطة
console_provider_redirect = عنوان إعادة التوجيه المطلوب تسجيله هناك
console_provider_file = يُصرَّح بالمزودين في ملف تحت { $table }. غيّره هناك واقرأه بالأمر { $command }.
console_provider_test = اختبار المزود
console_provider_test_effect = يسأل المزود عن إعداداته ومفاتيحه، ويجرّب عنوان إعادة التوجيه وسرّ العميل. ولا يُسجَّل دخول أحد.
console_provider_works = كل ما يمكن فحصه من هنا يعمل.
console_provider_fails = هناك خطأ ما. يوضّح كل سطر أدناه ما يجب تغييره.
console_provider_disable = تعطيل المزود
console_provider_disable_effect = من الآن لا يمكن لأحد تسجيل الدخول به. وتبقى الجلسات التي بدأت به. وعند تطبيق الملف الذي يصرّح به مجددًا، يقرّر الملف.
console_provider_enable = تمكين المزود
console_provider_enable_effect = يمكن تسجيل الدخول به من جديد. وعند تطبيق الملف الذي يصرّح به مجددًا، يقرّر الملف.
