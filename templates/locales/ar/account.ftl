account_page = حسابك · { $organization }
account_switch = تبديل الحساب
account_add = إضافة حساب
account_sign_out = تسجيل الخروج
account_email = البريد الإلكتروني
account_username = اسم المستخدم

account_methods_title = طرق تسجيل الدخول
account_password = كلمة المرور
account_password_detail = تم تعيينها لهذا الحساب
account_connected_since = تم الربط في { $when }
account_disconnect = إلغاء ربط { $provider }
account_connect = ربط { $provider }

account_devices_title = الأجهزة
account_this_device = هذا المتصفّح
account_session_since = تم تسجيل الدخول في { $when }
account_session_seen = آخر استخدام في { $when }
account_session_apps = التطبيقات المفتوحة: { $apps }
account_session_end = تسجيل الخروج
account_sessions_end_others = تسجيل الخروج من كل الأجهزة الأخرى

device_browser_on_system = { $browser } على { $system }
device_unknown = متصفّح غير معروف

place_with_address = { $place } ({ $address })

receipts_title = عمليات تسجيل الخروج خلال آخر 24 ساعة
receipt_delivered = تم تسجيل خروجك في { $when }
receipt_waiting = جارٍ تسجيل خروجك
receipt_retrying = تعذّر الوصول إليه حتى الآن. آخر محاولة في { $when }
receipt_given_up = { $count ->
    [zero] تعذّر الوصول إليه
    [one] تعذّر الوصول إليه بعد محاولة واحدة
    [two] تعذّر الوصول إليه بعد محاولتين
    [few] تعذّر الوصول إليه بعد { $count } محاولات
    [many] تعذّر الوصول إليه بعد { $count } محاولة
   *[other] تعذّر الوصول إليه بعد { $count } محاولة
}
receipt_send_again = إعادة الإرسال

account_apps_title = تطبيقاتك
account_apps_none = لم تستخدم أي تطبيق بعد. ستظهر هنا التطبيقات التي تسجّل الدخول إليها.
account_app_allowed = يمكنه استخدام { $scope }
account_app_allowed_since = تم السماح به في { $when }
account_app_trusted = توفّره مؤسستك
account_app_open = فتح { $app }
account_app_remove = إزالة إذن الوصول
account_app_sign_out = تسجيل الخروج من { $app }
account_navigation = حسابك
account_nav_overview = نظرة عامة
account_nav_profile = الملف الشخصي
account_nav_security = الأمان
account_nav_activity = النشاط
account_nav_data = بياناتك

profile_page = الملف الشخصي · { $organization }
profile_save = حفظ
profile_saved = تم حفظ ملفك الشخصي.
profile_address_saved = تم تغيير عنوان بريدك الإلكتروني. تم تسجيل الخروج من الأجهزة الأخرى.
profile_given_name = الاسم الأول
profile_family_name = اسم العائلة
profile_nickname = اللقب
profile_website = الموقع الإلكتروني
profile_language = اللغة
profile_language_of_browser = كما في متصفّحي
profile_time_zone = المنطقة الزمنية
profile_picture = الصورة
profile_picture_yours = صورتك
profile_picture_choose = اختر ملفًا
profile_picture_hint = PNG أو JPEG أو WebP أو GIF، بحد أقصى 5 ميغابايت. قد تعرضها التطبيقات التي تسجّل الدخول إليها.
profile_picture_save = حفظ الصورة
profile_picture_remove = إزالة الصورة
profile_picture_saved = تم حفظ صورتك.
profile_picture_removed = تمت إزالة صورتك.
profile_picture_none = اختر ملفًا أولًا.
profile_picture_too_large = حجم الملف أكبر من 5 ميغابايت. اختر ملفًا أصغر.
profile_picture_no_picture = هذا ليس ملف PNG أو JPEG أو WebP أو GIF. اختر ملفًا آخر.
profile_picture_damaged = الصورة تالفة. احفظها من جديد ببرنامج للصور، ثم اخترها مرة أخرى.
profile_picture_too_many_pixels = الصورة كبيرة جدًا. صغّرها إلى أقل من 10,000 بكسل لكل ضلع.
profile_picture_more_than_a_picture = يحتوي الملف على شيء غير الصورة. احفظها من جديد بصيغة JPEG أو PNG، ثم اختر ذلك الملف.
profile_username_hint = يمكنك تسجيل الدخول به. بدون مسافات وبدون @.
profile_username_wrong = يتكوّن اسم المستخدم من 64 حرفًا كحد أقصى، بدون مسافات وبدون @.
profile_username_taken = اسم المستخدم هذا مستخدَم من شخص آخر. اختر اسمًا آخر.
profile_username_reserved = اسم المستخدم هذا محجوز أو يشبه اسمًا محجوزًا. اختر اسمًا آخر.
profile_username_disguised = يمزج اسم المستخدم هذا حروفًا من أبجديات مختلفة أو يبدو كاسم بحروف لاتينية. اختر اسمًا آخر.
profile_value_wrong = أحد الحقول طويل جدًا أو يحتوي على أحرف لا يمكن عرضها. يتسع كل حقل لـ 200 حرف.
profile_website_wrong = أدخل عنوان ويب يبدأ بـ https:// أو اترك الحقل فارغًا.
profile_time_zone_wrong = أدخل منطقة زمنية مثل Europe/Berlin أو اترك الحقل فارغًا.
profile_conflict = تم تغيير الحساب في الوقت نفسه. راجع الصفحة مرة أخرى ثم احفظ.
profile_address_verified = مؤكَّد
profile_new_address = البريد الإلكتروني الجديد
profile_address_hint = سنرسل رمزًا إلى هناك. سنبلغ عنوانك القديم أيضًا، ويمكن التراجع عن التغيير منه خلال سبعة أيام.
profile_address_change = تغيير البريد الإلكتروني
profile_address_wrong = أدخل عنوان بريد إلكتروني غير العنوان الحالي، مثل ada@example.com.
profile_address_no_mail = لا يمكن تغيير عنوان بريدك الإلكتروني هنا حاليًا. تواصل مع المشرف.
profile_address_of_provider = عناوين البريد الإلكتروني في هذا النطاق تابعة إلى { $provider }. اربط حسابك لدى { $provider } أولًا، أو أدخل عنوانًا آخر.

address_confirm_title = تأكيد بريدك الإلكتروني الجديد
address_confirm = سيصبح { $email } عنوان حسابك. سيتم تسجيل الخروج من الأجهزة الأخرى. لا تؤكد إلا إذا طلبت ذلك بنفسك: من طلبه يحتفظ بالحساب.
address_confirm_submit = تأكيد
address_confirmed_title = تم تغيير بريدك الإلكتروني
address_confirmed = من الآن فصاعدًا تسجّل الدخول بالعنوان الجديد. تم تسجيل الخروج من الأجهزة الأخرى.
address_undo_title = هل تريد التراجع عن التغيير؟
address_undo = سيعود { $email } ليكون عنوان حسابك، وسيتم تسجيل الخروج من كل مكان.
address_undo_submit = التراجع عن التغيير
address_undone_title = تم التراجع عن التغيير
address_undone = عاد حسابك إلى عنوانه القديم، وتم تسجيل الخروج من كل الأجهزة. اختر كلمة مرور جديدة الآن حتى لا يعرفها أحد غيرك.

password_change_title = كلمة المرور
password_present = كلمة المرور الحالية
password_new = كلمة المرور الجديدة
password_change_submit = تغيير كلمة المرور
password_changed = تم تغيير كلمة مرورك. تم تسجيل الخروج من الأجهزة الأخرى.
password_none = ليس لحسابك كلمة مرور. أنت تسجّل الدخول بطريقة أخرى.
password_wrong = هذه ليست كلمة مرورك الحالية. تحقّق منها وأعد المحاولة.

activity_page = النشاط · { $organization }
activity_title = النشاط الأخير
activity_hint = هل هناك شيء لم تفعله أنت؟ غيّر كلمة المرور وراجع طرق تسجيل الدخول:
activity_none = لم يحدث شيء بعد.
activity_older = نشاط أقدم
activity_by_administrator = بواسطة مسؤول
activity_signed_in = تسجيل دخول
activity_sign_in_failed = فشل تسجيل الدخول
activity_stepped_up = تم تأكيد أنك أنت
activity_session_ended = تسجيل خروج
activity_password_changed = تم تغيير كلمة المرور
activity_password_reset_requested = طُلبت كلمة مرور جديدة
activity_method_added = أُضيفت طريقة لتسجيل الدخول
activity_method_removed = أُزيلت طريقة لتسجيل الدخول
activity_second_factor_failed = فشلت الخطوة الثانية
activity_recovery = استعادة الحساب
activity_address_changed = تم تغيير البريد الإلكتروني
activity_profile_changed = تم تغيير الملف الشخصي
activity_account_made = تم إنشاء الحساب
activity_account_locked = تم قفل الحساب أو فتحه
activity_disowned = أُبلغ أنه ليس أنت
activity_app_allowed = تم السماح لتطبيق
activity_app_removed = تمت إزالة تطبيق

data_page = بياناتك · { $organization }
data_download_hint = كل ما هو محفوظ عنك في ملف: الملف الشخصي وطرق تسجيل الدخول والأجهزة والتطبيقات والنشاط الأخير. لا يحتوي على كلمات مرور ولا مفاتيح.
data_download = تنزيل بياناتي
data_delete_title = حذف حسابك
data_delete_effect = { $days ->
    [0] يتم تسجيل خروجك من كل مكان فورًا، ويُحذف حسابك بكل ما فيه نهائيًا.
   *[other] يتم تسجيل خروجك من كل مكان فورًا. بعد { $days } يومًا يُحذف حسابك بكل ما فيه نهائيًا؛ وحتى ذلك الحين يمكنك تسجيل الدخول والاحتفاظ به.
}
data_delete = حذف حسابي
data_deletion_waits_title = سيُحذف حسابك
data_deletion_waits = سيُحذف في { $time }. للاحتفاظ به، سجّل الدخول قبل ذلك أو استخدم الرابط في الرسالة التي أرسلناها إليك.
data_deletion_on = سيُحذف حسابك بكل ما فيه في
data_deletion_until = سيُحذف حسابك بكل ما فيه في { $time }.
data_keep = الاحتفاظ بحسابي
data_keep_title = هل تريد الاحتفاظ بحسابك؟
data_keep_sign_in = تسجيل الدخول
data_kept_title = حسابك باقٍ
data_kept = لن يُحذف شيء. سجّل الدخول للمتابعة.
attribute_problems = تحتاج بعض الحقول إلى قيمة أخرى.
attribute_missing = املأ هذا الحقل.
attribute_length = استخدم من { $min } إلى { $max } حرفًا.
attribute_min = أدخل { $min } أو أكثر.
attribute_max = أدخل { $max } أو أقل.
attribute_number = أدخل رقمًا.
attribute_date = أدخل تاريخًا، مثل 1990-05-31.
attribute_email = أدخل عنوان بريد إلكتروني.
attribute_phone = أدخل رقم هاتف مع رمز البلد، مثل ‎+20 2 12345678.
attribute_choice = اختر أحد الخيارات.
attribute_form = لا تتوافق هذه القيمة مع الصيغة المطلوبة هنا.
