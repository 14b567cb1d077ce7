mail_footer = أرسلته { $organization }، { $issuer }
mail_link_as_text = إذا لم يعمل الزر، افتح هذا العنوان في متصفّحك:

mail_device = الجهاز
mail_place = المكان
mail_time = الوقت
mail_asked_title = مصدر الطلب

mail_sign_up_subject = تأكيد عنوان بريدك الإلكتروني في { $name }
mail_sign_up_title = تأكيد عنوان بريدك الإلكتروني
mail_sign_up_text = أدخل هذا الرمز لإكمال إنشاء حسابك في { $name }:
mail_sign_up_button = تأكيد العنوان
mail_sign_up_valid = يعمل الرمز والرابط مرة واحدة خلال 24 ساعة.
mail_sign_up_not_you = إذا لم تنشئ حسابًا، تجاهل هذه الرسالة ولا تستخدم الرابط. لن يحدث شيء بدون الرمز أو الرابط.

mail_account_exists_subject = لديك حساب في { $name } من قبل
mail_account_exists_title = لديك حساب من قبل
mail_account_exists_text = حاول شخص ما إنشاء حساب في { $name } بعنوان البريد الإلكتروني هذا. لديك حساب من قبل، لذا يمكنك تسجيل الدخول.
mail_account_exists_button = تسجيل الدخول
mail_account_exists_reset = إذا كنت لا تتذكّر كلمة مرورك، اختر كلمة مرور جديدة:
mail_account_exists_not_you = إذا لم تكن أنت، تجاهل هذه الرسالة. لم يتغيّر أي شيء.

mail_verify_subject = تأكيد عنوان بريدك الإلكتروني في { $name }
mail_verify_title = تأكيد عنوان بريدك الإلكتروني
mail_verify_text = أدخل هذا الرمز لتأكيد هذا العنوان لحسابك في { $name }:
mail_verify_button = تأكيد العنوان
mail_verify_valid = يعمل الرمز والرابط مرة واحدة خلال 24 ساعة.
mail_verify_not_you = إذا لم تطلب ذلك، تجاهل هذه الرسالة ولا تستخدم الرابط. لن يُستخدم العنوان بدون الرمز أو الرابط.

mail_reset_subject = اختيار كلمة مرور جديدة لحسابك في { $name }
mail_reset_title = اختيار كلمة مرور جديدة
mail_reset_text = طلب شخص ما استبدال كلمة مرور حسابك في { $name }.
mail_reset_button = اختيار كلمة مرور جديدة
mail_reset_valid = يعمل الرابط مرة واحدة خلال ساعة.
mail_reset_not_you = إذا لم تكن أنت، تجاهل هذه الرسالة. تبقى كلمة مرورك كما هي.

mail_code_subject = رمز تسجيل الدخول إلى { $name }
mail_code_title = رمز تسجيل الدخول
mail_code_text = أدخل هذا الرمز لتسجيل الدخول إلى { $name }:
mail_code_valid = يعمل الرمز مرة واحدة خلال 10 دقائق.
mail_code_or_link = أو استخدم هذا الرابط في المتصفّح الذي طلبته منه.
mail_code_and_link_valid = يعمل الرمز والرابط مرّة واحدة خلال 10 دقائق.
mail_code_warning = لا تعطِ هذا الرمز لأي شخص. نحن لا نطلبه عبر الهاتف أو الدردشة أو البريد الإلكتروني.
mail_code_not_you = إذا لم تحاول تسجيل الدخول، تجاهل هذه الرسالة. لا يمكن لأحد الدخول بدون الرمز.
mail_link_subject = رابط تسجيل الدخول إلى { $name }
mail_link_title = تسجيل الدخول إلى { $name }
mail_link_text = استخدم هذا الرابط في المتصفّح الذي طلبته منه.
mail_link_button = تسجيل الدخول
mail_link_valid = يعمل الرابط مرة واحدة خلال 10 دقائق.
mail_link_not_you = إذا لم تحاول تسجيل الدخول، تجاهل هذه الرسالة. لا يمكن لأحد الدخول بدون الرابط.

mail_invitation_subject = أنت مدعو إلى { $name }
mail_invitation_title = أنت مدعو إلى { $name }
mail_invitation_text = يمكنك إنشاء حسابك في { $name } أو تسجيل الدخول بحساب لديك.
mail_invitation_text_by = يدعوك { $inviter } إلى { $name }. يمكنك إنشاء حسابك أو تسجيل الدخول بحساب لديك.
mail_invitation_apps = التطبيقات
mail_invitation_button = قبول الدعوة
mail_invitation_valid = تنتهي الدعوة في { $time }.
mail_invitation_not_you = إذا كنت لا تعرف ما هذا، تجاهل هذه الرسالة. لن يتم إنشاء أي حساب بدونك.

mail_not_me_button = لم أكن أنا
mail_not_me_explained = إذا لم تكن أنت، أبلغنا. سنسجّل خروجك من كل مكان، ولن تعمل كلمة مرورك إلى أن تختار كلمة مرور جديدة.
mail_was_me = إذا كنت أنت، فلا داعي لفعل أي شيء.

mail_address_changed_subject = تم تغيير عنوان بريدك الإلكتروني في { $name }
mail_address_changed_title = تم تغيير عنوان بريدك الإلكتروني
mail_address_changed_text = يستخدم حسابك في { $name } الآن { $address }. سيتم إرسال الرسائل إلى هناك من الآن فصاعدًا.
mail_address_changed_button = التراجع عن التغيير
mail_address_changed_explained = إذا لم تكن أنت، تراجع عن التغيير. يمكنك فعل ذلك خلال 7 أيام.
mail_address_replaced_text = يستخدم حسابك في { $name } الآن العنوان { $address }. أجرى هذا التغيير مسؤول أو خدمة تدير حسابك.
mail_address_replaced_explained = ستُرسل الرسائل إلى هناك من الآن فصاعدًا، ولم تعد الروابط المرسلة إلى هذا العنوان تعمل. إذا لم تكن تتوقع ذلك، فاسأل القائمين على { $name }.
mail_address_proven_subject = تم تأكيد عنوان بريدك الإلكتروني في { $name }
mail_address_proven_title = تم تأكيد عنوان بريدك الإلكتروني
mail_address_proven_text = تم تأكيد عنوان حسابك في { $name } لأول مرة. كلمة المرور ومفاتيح المرور والحسابات المرتبطة التي أُعدّت قبل ذلك لم تعد تسجّل دخول أحد، وتم تسجيل الخروج من جميع الأجهزة. أعِد إعداد ما يخصّك.

mail_new_device_subject = تسجيل دخول جديد إلى حسابك في { $name }
mail_new_device_title = تسجيل دخول جديد إلى حسابك
mail_new_device_text = تم استخدام حسابك في { $name } في متصفّح لم يسبق أن استخدمته.

mail_password_changed_subject = تم تغيير كلمة مرورك في { $name }
mail_password_changed_title = تم تغيير كلمة مرورك
mail_password_changed_text = تم تغيير كلمة مرور حسابك في { $name }، وتم تسجيل الخروج من أجهزتك الأخرى.

mail_guessed_subject = كلمات مرور خاطئة كثيرة لحسابك في { $name }
mail_guessed_title = أدخل شخص ما كلمات مرور خاطئة كثيرة
mail_guessed_text = تم إدخال 100 كلمة مرور خاطئة على التوالي لحسابك في { $name }. لكي لا يستمر أحد في التخمين، لم تعد كلمة المرور وحدها تكفي لتسجيل الدخول إلا في المتصفحات التي سجّلت الدخول فيها من قبل.
mail_guessed_explained = في أي مكان آخر، اختر كلمة مرور جديدة أو سجّل الدخول بطريقة أخرى، مثل مفتاح المرور. ينتهي ذلك عندما تختار كلمة مرور جديدة أو تسجّل الدخول بكلمة مرورك في متصفح استخدمته من قبل.

mail_factor_subject = تغيّرت طرق تسجيل الدخول إلى حسابك في { $name }
mail_factor_text = تغيّرت طرق تسجيل الدخول إلى حسابك في { $name }.
mail_passkey_added = تمت إضافة مفتاح مرور إلى حسابك
mail_passkey_removed = تمت إزالة مفتاح مرور من حسابك
mail_security_key_added = تمت إضافة مفتاح أمان إلى حسابك
mail_security_key_removed = تمت إزالة مفتاح أمان من حسابك
mail_authenticator_added = تمت إضافة تطبيق مصادقة إلى حسابك
mail_authenticator_removed = تمت إزالة تطبيق المصادقة من حسابك
mail_recovery_codes_added = تم إنشاء رموز استرداد جديدة لحسابك
mail_password_removed = تمت إزالة كلمة مرور حسابك
mail_recovery_codes_removed = تمت إزالة رموز الاسترداد من حسابك
mail_connected_added = تم ربط { $provider } بحسابك
mail_connected_removed = تم إلغاء ربط { $provider } بحسابك
mail_code_given = أنشأ أحد المسؤولين رمزًا يُستخدم مرة واحدة لحسابك

mail_recovery_subject = طلب شخص ما استعادة الوصول إلى حسابك في { $name }
mail_recovery_title = طلب شخص ما استعادة الوصول إلى حسابك
mail_recovery_text = يقول شخص ما إنه فقد الخطوة الثانية لتسجيل الدخول إلى حسابك في { $name }. سيتمكّن من تسجيل الدخول بدونها بدءًا من { $time } ما لم ترفض.
mail_recovery_button = رفض
mail_recovery_explained = إذا لم تكن أنت، ارفض الآن وغيّر كلمة مرورك.
mail_recovery_ready_subject = يمكنك استعادة الوصول إلى حسابك في { $name }
mail_recovery_ready_title = يمكنك استعادة الوصول إلى حسابك
mail_recovery_ready_text = لم يرفض أحد طلبك. أوقف التحقق بخطوتين، ثم سجّل الدخول وأعد إعداده.
mail_recovery_ready_button = إيقاف التحقق بخطوتين
mail_recovery_ready_valid = يعمل الرابط مرة واحدة حتى { $time }.
mail_recovery_ready_not_you = إذا لم تطلب ذلك، فلا تستخدم الرابط، وغيّر كلمة مرورك.

mail_deletion_subject = سيتم حذف حسابك في { $name }
mail_deletion_title = سيتم حذف حسابك
mail_deletion_text = سيتم حذف حسابك في { $name } وكل محتواه في { $time }. يمكنك التراجع حتى ذلك الحين.
mail_deletion_button = الاحتفاظ بحسابي
mail_deletion_explained = إذا لم تكن أنت، احتفظ بحسابك وغيّر كلمة مرورك.

mail_deleted_subject = تم حذف حسابك في { $name }
mail_deleted_title = تم حذف حسابك
mail_deleted_text = تم حذف حسابك في { $name } بكل ما فيه في { $time }. لن تصلك رسائل منا بعد الآن.

mail_test_subject = رسالة اختبار من { $name }
mail_test_title = وصلت هذه الرسالة
mail_test_text = أرسلها أحد مشرفي { $name } في { $time } للتأكّد من وصول الرسائل. لا داعي لفعل أي شيء.

dev_mail_page = الرسائل · { $organization }
dev_mail_title = الرسائل
dev_mail_explained = لا يوجد خادم بريد هنا، لذا تصل الرسائل إلى هذه الصفحة. تبقى آخر 200 رسالة في ذاكرة هذه العملية إلى أن تتوقف، ولكل عملية أخرى تستخدم قاعدة البيانات نفسها رسائلها الخاصة.
dev_mail_none = لا توجد رسائل بعد. أعد تحميل هذه الصفحة بعد إرسال رسالة.
dev_mail_to = إلى { $address }
dev_mail_sent = تم الإرسال في { $when }
dev_mail_html = العرض بتنسيق HTML

not_me_title = ألم تكن أنت؟
not_me_happened = تم استخدام حسابك أو تغييره في { $when }.
not_me_explained = إذا لم تكن أنت، فسنسجّل خروجك من كل جهاز وكل تطبيق، ولن تعمل كلمة مرورك. بعد ذلك تختار كلمة مرور جديدة.
not_me_button = تأمين حسابي
not_me_done_title = تم تأمين حسابك
not_me_done = تم تسجيل خروجك من كل مكان، ولم تعد كلمة مرورك القديمة صالحة. اختر كلمة مرور جديدة الآن.
not_me_done_without_password = تم تسجيل خروجك من كل مكان. أنت تسجّل الدخول بحساب لدى موفّر آخر: غيّر كلمة المرور هناك أيضًا.
not_me_factors_wait = تبقى الخطوة الثانية التي أُضيفت في الوقت الحالي، حتى لا يدخل أحد ببريدك الإلكتروني وحده. سنرسل إليك في { $when } رابطًا يزيلها.
not_me_factors_stay = تبقى الخطوة الثانية التي أُضيفت، حتى لا يدخل أحد ببريدك الإلكتروني وحده. إذا لم تكن لك، فاطلب من المسؤول إزالتها.
not_me_done_apps = قد يستغرق تسجيل الخروج من التطبيقات بضع دقائق. بعد الدخول مجددًا، راجع طرق تسجيل الدخول إلى حسابك وأزل ما لا تعرفه منها.
not_me_choose_password = اختيار كلمة مرور جديدة
not_me_sign_in = تسجيل الدخول
not_me_used_title = تم ذلك من قبل
not_me_used = تم تأمين حسابك بعد إرسال هذه الرسالة. إذا لم تختر كلمة مرور جديدة منذ ذلك الحين، افعل ذلك الآن.
not_me_invalid_title = هذا الرابط لا يعمل
not_me_invalid = مرّ عليه أكثر من 7 أيام، أو جزء من العنوان ناقص. إذا كنت تعتقد أن شخصًا آخر يستخدم حسابك، اختر كلمة مرور جديدة.
