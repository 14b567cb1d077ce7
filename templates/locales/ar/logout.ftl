sign_out_page = تسجيل الخروج · { $organization }
sign_out_title_everywhere = هل تريد تسجيل الخروج من كل التطبيقات؟
sign_out_title_accounts = هل تريد تسجيل الخروج؟
sign_out_asked_by = يطلب { $app } تسجيل خروجك.
sign_out_signed_in_as = تم تسجيل دخولك باسم { $user }.
sign_out_effect = سيتم تسجيل خروجك من كل التطبيقات التي فتحتها بهذا الحساب في هذا المتصفّح.
sign_out_everywhere = تسجيل الخروج من كل التطبيقات
sign_out_this = تسجيل خروج { $user }
sign_out_all = { $count ->
    [zero] تسجيل الخروج من كل الحسابات
    [one] تسجيل الخروج من حساب واحد
    [two] تسجيل الخروج من الحسابين
    [few] تسجيل الخروج من كل الحسابات ({ $count })
    [many] تسجيل الخروج من كل الحسابات ({ $count })
   *[other] تسجيل الخروج من كل الحسابات ({ $count })
}
sign_out_fault = لا يعمل رابط تسجيل الخروج هذا كما أراد التطبيق: تعذّر علينا التحقّق من الوجهة التي سينقلك إليها. يمكنك تسجيل الخروج على أي حال والبقاء هنا. يمكن لمطوّر التطبيق إصلاح الرابط.
sign_out_stay = البقاء مسجّلاً الدخول

signed_out_page = تم تسجيل الخروج · { $organization }
signed_out_title = تم تسجيل خروجك
signed_out = لاستخدام تطبيق مرة أخرى، افتحه وسجّل الدخول.
signed_out_account = تم تسجيل خروج هذا الحساب من كل التطبيقات.
signed_out_others = لا يزال الدخول مسجّلاً في هذا المتصفّح باسم: { $users }.
signed_out_sign_in = تسجيل الدخول مرة أخرى
signed_out_to_app = الانتقال إلى { $app }
signed_out_choose = اختيار حساب

signing_out = جارٍ تسجيل خروجك من تطبيقاتك. لاستخدام أحدها مرة أخرى، افتحه وسجّل الدخول.
signing_out_then_back = جارٍ تسجيل خروجك من تطبيقاتك، ثم ستتم إعادتك.
signing_out_continue = متابعة
signing_out_frame = تسجيل الخروج من تطبيق
