# كيف يُسجَّل الدخول، في وحدة التحكم.

console_nav_sign_in = قواعد تسجيل الدخول
console_sign_in_hint = اطّلع على كيفية تسجيل الدخول إلى كل شيء وإلى كل تطبيق.
console_sign_in_lead = ما يلزم لتسجيل الدخول: القواعد للجميع، وأين يكون تطبيق أشد.
console_sign_in_everybody = للجميع
console_sign_in_settings = هذه إعدادات الخادم. يمكن للتطبيق أن يختار منها وأن يطلب المزيد.
console_sign_in_apps = حسب التطبيق
console_sign_in_apps_none = لا يوجد تطبيق يُسجَّل الدخول إليه بعد. أضف واحدًا في التطبيقات.
console_as_everybody = كما للجميع
console_days = { $days ->
    [zero] لا أيام
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}
console_method_password = كلمة المرور
console_method_passkey = مفتاح المرور
console_method_code = رمز بالبريد
console_method_link = رابط بالبريد
console_rule_methods = طرق تسجيل الدخول بالترتيب
console_methods_hint = طريقة واحدة في كل سطر: { $names } أو معرّف مزود هوية. اتركه فارغًا لكل الطرق.
console_rule_second_factor = العامل الثاني
console_rule_second_factor_of = العامل الثاني للبعض
console_factor_off = متوقف
console_factor_offered = يُطلب ممن أعدّه
console_factor_required = مطلوب
console_rule_after_providers = العامل الثاني بعد مزود هوية أيضًا
console_rule_trusted = مدة الوثوق بالمتصفحات
console_rule_recovery = الانتظار بعد فقدان العامل الثاني
console_rule_recovery_off = غير ممكن
console_rule_length = أقصر كلمة مرور بالأحرف
console_rule_breaches = تُرفض كلمات المرور المسروقة
console_rule_sign_up = من يمكنه إنشاء حساب
console_sign_up_off = لا أحد: يضيف المسؤولون المستخدمين
console_sign_up_invitation = كل من دُعي
console_sign_up_domain = كل من لديه عنوان من { $domains }
console_sign_up_open = كل من لديه عنوان بريد
console_takes_new_users = يقبل مستخدمين جددًا
console_app_sign_in = تغيير تسجيل الدخول
console_app_sign_in_effect = يسري من تسجيل الدخول التالي. وتستمر الجلسات، ومن ينقصه عامل ثانٍ يُطلب منه حين يطلب التطبيق في المرة التالية.
console_method_unknown = { $name } ليس طريقة لتسجيل الدخول: تحقّق من الكتابة أو صرّح بمزود الهوية أولًا.
