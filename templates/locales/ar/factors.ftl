second_factor_page = التحقّق بخطوتين · { $organization }
second_factor_title = التحقّق بخطوتين
second_factor_intro = أدخل الرمز المكوّن من 6 أرقام من تطبيق المصادقة للحساب { $user }.
second_factor_recovery_intro = أدخل أحد رموز الاسترداد التي حفظتها للحساب { $user }. يعمل كل رمز مرة واحدة.
second_factor_key_intro = استخدم مفتاح المرور أو مفتاح الأمان للمتابعة باسم { $user }.
second_factor_use_key = استخدام مفتاح مرور أو مفتاح أمان
second_factor_wrong_key = لم يتم قبول مفتاح المرور أو مفتاح الأمان هذا. أعد المحاولة.
second_factor_account = الحساب: { $user }
second_factor_code = الرمز
second_factor_recovery_code = رمز الاسترداد
second_factor_trust =
    { $days ->
        [zero] عدم السؤال مجددًا في هذا المتصفّح اليوم
        [one] عدم السؤال مجددًا في هذا المتصفّح لمدة يوم
        [two] عدم السؤال مجددًا في هذا المتصفّح لمدة يومين
        [few] عدم السؤال مجددًا في هذا المتصفّح لمدة { $days } أيام
        [many] عدم السؤال مجددًا في هذا المتصفّح لمدة { $days } يومًا
       *[other] عدم السؤال مجددًا في هذا المتصفّح لمدة { $days } يوم
    }
second_factor_submit = متابعة
second_factor_use = استخدام الخطوة الثانية
second_factor_use_recovery = استخدام رمز استرداد
second_factor_use_app = استخدام خطوة ثانية أخرى
second_factor_other_way = تسجيل الدخول بطريقة أخرى
second_factor_missing = أدخل الرمز.
second_factor_wrong = هذا الرمز غير صحيح. انتظر ظهور رمز جديد في التطبيق، ثم أعد المحاولة.
second_factor_wrong_recovery_code = رمز الاسترداد هذا غير صحيح أو سبق استخدامه. جرّب رمزًا آخر.
second_factor_over = استغرق تسجيل الدخول وقتًا طويلاً جدًا أو تغيّر حسابك. سجّل الدخول مرة أخرى.

set_up_page = إعداد التحقّق بخطوتين · { $organization }
set_up_title = إعداد التحقّق بخطوتين
set_up_needed = تطلب { $organization } خطوة ثانية عند تسجيل الدخول. أعدّ تطبيق مصادقة على هاتفك، مثل Google Authenticator أو Microsoft Authenticator أو Aegis.
set_up_for_app = يطلب { $app } خطوة ثانية عند تسجيل الدخول. أعدّ تطبيق مصادقة على هاتفك، مثل Google Authenticator أو Microsoft Authenticator أو Aegis.
set_up_scan = امسح هذا الرمز ضوئيًا باستخدام تطبيق المصادقة.
set_up_qr_label = رمز QR يحتوي على مفتاح تطبيق المصادقة
set_up_open_app = فتح تطبيق المصادقة على هذا الجهاز
set_up_type_key = ألا يمكنك مسح الرمز؟ اكتب هذا المفتاح بدلاً منه
set_up_code = أدخل الرمز المكوّن من 6 أرقام الذي يعرضه التطبيق
set_up_submit = تفعيل
set_up_later = ليس الآن
set_up_cancel = إلغاء
set_up_wrong_code = هذا الرمز غير صحيح. تأكّد من ضبط ساعة هاتفك تلقائيًا، ثم أدخل الرمز الذي يعرضه التطبيق الآن.
set_up_too_late = استغرق ذلك وقتًا طويلاً جدًا. امسح الرمز الجديد ضوئيًا.

recovery_codes_page = رموز الاسترداد · { $organization }
recovery_codes_title = احفظ رموز الاسترداد
recovery_codes_intro = إذا فقدت هاتفك، يتيح لك كل رمز من هذه الرموز تسجيل الدخول مرة واحدة. اطبعها أو احتفظ بها في برنامج إدارة كلمات المرور.
recovery_codes_once = لا يمكننا عرض هذه الرموز مرة أخرى.
recovery_codes_print = طباعة الرموز
recovery_codes_continue = متابعة
recovery_codes_kept_title = التحقّق بخطوتين مفعّل
recovery_codes_kept = لا تزال رموز الاسترداد صالحة.

security_page = الأمان · { $organization }
security_title = الأمان
security_factors_title = التحقّق بخطوتين
security_factors_intro = عندما تسجّل الدخول بكلمة مرورك يا { $user }، تمنع الخطوة الثانية أي شخص يعرفها.
security_on = مفعّل
security_app = تطبيق المصادقة
security_app_on = نطلب رمزه عند تسجيل الدخول.
security_app_off = احصل على الرموز من تطبيق على هاتفك.
security_app_set_up = إعداد
security_app_remove = إزالة
security_recovery = رموز الاسترداد
security_recovery_left =
    { $left ->
        [0] لم يتبقَّ أي رمز من رموزك ({ $codes }). احصل على رموز جديدة.
       *[other] المتبقي: { $left } من { $codes }.
    }
security_recovery_renew = الحصول على رموز جديدة
security_trusted_title = المتصفّحات الموثوق بها
security_trusted_intro = لا نطلب الخطوة الثانية في هذه المتصفّحات.
security_trusted_since = موثوق به منذ { $when }
security_trusted_until = حتى { $when }
security_trusted_remove = إزالة

passkey_sign_in = تسجيل الدخول بمفتاح مرور
passkey_not_used = لم يتم استخدام مفتاح المرور. أعد المحاولة أو سجّل الدخول بطريقة أخرى.
passkey_wrong = تعذّر علينا تسجيل دخولك بمفتاح المرور هذا. أعد المحاولة أو سجّل الدخول بطريقة أخرى.
passkey_page = إنشاء مفتاح مرور · { $organization }
passkey_title = إنشاء مفتاح مرور
passkey_intro = سجّل الدخول ببصمة إصبعك أو وجهك أو قفل الشاشة بدلاً من كلمة المرور. لا يمكن لأحد سرقة مفتاح المرور أو تخمينه.
passkey_create = إنشاء مفتاح مرور
passkey_not_made = لم يتم إنشاء أي مفتاح مرور. أعد المحاولة.
passkey_name_title = لا يمكن تسمية مفتاح المرور هذا بهذا الاسم
passkey_name = يتكوّن الاسم من 60 حرفًا كحد أقصى، وبدون أحرف غير مرئية.
passkey_name_remedy = ارجع واختر اسمًا آخر.
passkey_needs_script = تتطلّب مفاتيح المرور JavaScript. فعّله أو استخدم تطبيق مصادقة.
security_key_page = إضافة مفتاح أمان · { $organization }
security_key_title = إضافة مفتاح أمان
security_key_intro = وصّل مفتاح الأمان أو قرّبه من هاتفك. سنطلبه بعد كلمة مرورك.
security_key_create = إضافة مفتاح أمان
security_key_new = إضافة مفتاح أمان
security_key_tag = للخطوة الثانية فقط
security_passkeys_title = مفاتيح المرور
security_passkeys_intro = سجّل الدخول ببصمة إصبعك أو وجهك أو قفل الشاشة.
security_passkey_new = إنشاء مفتاح مرور
security_passkey_unnamed = مفتاح مرور
security_passkey_synced = تتم مزامنته بين أجهزتك
security_passkey_on_one_device = على جهاز واحد
security_passkey_since = تم الإنشاء في { $when }
security_passkey_used = آخر استخدام في { $when }
security_passkey_rename = إعادة التسمية
security_passkey_label = الاسم
security_passkey_save = حفظ
security_passkey_remove = إزالة
security_passkey_remove_named = إزالة { $name }
passkey_offer_page = تسجيل دخول أسرع في المرة القادمة · { $organization }
passkey_offer_title = تسجيل دخول أسرع في المرة القادمة
security_password = كلمة المرور
security_password_on = يمكنك تسجيل الدخول بكلمة مرور.
security_password_off = ليس لديك كلمة مرور.
security_password_change = تغيير كلمة المرور
security_password_set = تعيين كلمة مرور

second_factor_lost = لا يمكنني استخدام أي من هذه الخيارات
recovery_page = استعادة الوصول إلى حسابك · { $organization }
recovery_title = استعادة الوصول إلى حسابك
recovery_intro = إذا فقدت خطوتك الثانية ورموز الاسترداد، فيمكنك طلب تسجيل الدخول بدونها. نُعلمك الآن عبر البريد الإلكتروني. وفي { $when } نرسل إليك رابطًا يوقف التحقق بخطوتين.
recovery_security = يمكن لأي شخص سجّل الدخول إلى حسابك رفض الطلب، كما يُلغى الطلب عند تسجيل الدخول بخطوتك الثانية.
recovery_submit = طلب استعادة الوصول
recovery_back = رجوع
recovery_waiting_title = طلبك قيد الانتظار
recovery_waiting = في { $when } نرسل إليك رسالة إلكترونية تتضمن رابطًا.
recovery_not_possible = لا يمكن إجراء ذلك هنا. اطلب من المسؤول رمزًا يُستخدم مرة واحدة.
recovery_too_many = أرسلت طلبات كثيرة. اطلب من المسؤول رمزًا يُستخدم مرة واحدة.
recovery_confirm_title = إيقاف التحقق بخطوتين
recovery_confirm = يؤدي ذلك إلى إزالة تطبيق المصادقة ومفاتيح المرور ومفاتيح الأمان ورموز الاسترداد الخاصة بـ { $user }، وتسجيل خروجك من كل مكان.
recovery_confirm_submit = إيقاف
recovery_done_title = التحقق بخطوتين متوقف
recovery_done = سجّل الدخول، ثم أعد إعداد التحقق بخطوتين.
recovery_refuse_title = رفض الطلب
recovery_refuse = طلب شخص يعرف كلمة مرور { $user } تسجيل الدخول بدون الخطوة الثانية. ارفض الطلب إذا لم تكن أنت.
recovery_refuse_submit = رفض الطلب
recovery_refused_title = تم رفض الطلب
recovery_refused = لا يمكن لأحد تسجيل الدخول بدون خطوتك الثانية. من قدّم الطلب يعرف كلمة مرورك، فغيّرها الآن.
account_recovery_title = طلب شخص ما تسجيل الدخول بدون خطوتك الثانية
account_recovery = ورد الطلب من { $device } ويسري في { $when }. إذا لم تكن أنت، فارفضه وغيّر كلمة مرورك.
