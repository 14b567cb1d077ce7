sign_up_page = إنشاء حساب · { $organization }
sign_up_title = إنشاء حسابك
sign_up_link = إنشاء حساب
sign_up_have_account = لديّ حساب بالفعل
sign_up_email = البريد الإلكتروني
sign_up_submit = متابعة
sign_up_leave_empty = اترك هذا الحقل فارغًا
sign_up_no_address = أدخل عنوان بريد إلكتروني، مثل ada@example.com.
sign_up_unmailable_address = لا يمكن إرسال البريد إلى هذا العنوان. قبل علامة @ يُسمح بحروف من a إلى z وأرقام ونقاط مفردة وعلامات مثل + و-.
sign_up_other_domain = الحسابات هنا مخصّصة لعناوين بريد إلكتروني من نطاقات معيّنة. استخدم عنوان مؤسستك.
sign_up_disposable = استخدم عنوان بريد إلكتروني ستحتفظ به. لا نقبل العناوين المؤقتة.

sign_up_code_page = تحقّق من بريدك الإلكتروني · { $organization }
sign_up_code_title = تحقّق من بريدك الإلكتروني
sign_up_code_sent = أرسلنا رسالة إلى { $email }. أدخل الرمز المكوّن من ستة أرقام الوارد فيها، أو افتح الرابط الوارد فيها على أي جهاز.
sign_up_code = الرمز
sign_up_code_submit = متابعة
sign_up_code_wrong = { $left ->
    [zero] هذا الرمز غير صحيح. لم تتبقَّ أي محاولة.
    [one] هذا الرمز غير صحيح. تبقّت لك محاولة واحدة.
    [two] هذا الرمز غير صحيح. تبقّت لك محاولتان.
    [few] هذا الرمز غير صحيح. تبقّت لك { $left } محاولات.
    [many] هذا الرمز غير صحيح. تبقّت لك { $left } محاولة.
   *[other] هذا الرمز غير صحيح. تبقّت لك { $left } محاولة.
}
sign_up_code_again = إعادة الإرسال
sign_up_code_again_hint = ألم تصلك الرسالة؟ ابحث أولاً في مجلد الرسائل غير المرغوب فيها.
sign_up_code_sent_again = أرسلنا رسالة أخرى. لم يعد الرمز الوارد في الرسالة الأولى صالحًا.
sign_up_code_too_soon = انتظر دقيقة قبل طلب رسالة أخرى.
sign_up_other_address = استخدام عنوان بريد إلكتروني آخر

sign_up_confirm_page = تأكيد بريدك الإلكتروني · { $organization }
sign_up_confirm_title = هل هذا أنت؟
sign_up_confirm = يُنشئ شخص ما حسابًا باستخدام { $email }، في { $device }، من { $address }، في { $when }.
sign_up_confirm_warning = لا تؤكّد إلا إذا كان هذا أنت: سيتابع من طلب ذلك استخدام الحساب.
sign_up_confirm_submit = نعم، تأكيد بريدي الإلكتروني
sign_up_confirmed_page = تم تأكيد البريد الإلكتروني · { $organization }
sign_up_confirmed_title = تم تأكيد البريد الإلكتروني
sign_up_confirmed = ارجع إلى المتصفّح الذي بدأت منه. سيتابع تلقائيًا.

sign_up_complete_page = إكمال حسابك · { $organization }
sign_up_complete_title = أوشكت على الانتهاء
sign_up_complete = تم تأكيد { $email }.
sign_up_name = الاسم الكامل
sign_up_no_name = أدخل اسمك.
sign_up_terms = أوافق على شروط الخدمة
sign_up_terms_read = قراءة شروط الخدمة
sign_up_terms_missing = وافق على شروط الخدمة لإنشاء الحساب.
sign_up_complete_submit = إنشاء حساب
sign_up_use_password = اختيار كلمة مرور بدلاً من ذلك
sign_up_taken_title = لديك حساب من قبل
sign_up_taken = يوجد الآن حساب بعنوان البريد الإلكتروني هذا.
sign_up_taken_remedy = سجّل الدخول به. إذا كنت لا تعرف كلمة المرور، اختر كلمة مرور جديدة هناك.
sign_up_off_title = لا توجد حسابات جديدة هنا
sign_up_off = لا يمكن إنشاء حسابات هنا حاليًا.
sign_up_off_remedy = اطلب دعوة أو حسابًا من المشرف.

forgot_password_link = هل نسيت كلمة المرور؟
forgot_password_page = اختيار كلمة مرور جديدة · { $organization }
forgot_password_title = اختيار كلمة مرور جديدة
forgot_password = أدخل بريدك الإلكتروني أو اسم المستخدم. سنرسل إليك رابطًا.
forgot_password_submit = إرسال الرابط
forgot_password_sent_title = تحقّق من بريدك الإلكتروني
forgot_password_sent = إذا كان هناك حساب لـ { $name }، فستصل رسالة تتضمّن رابطًا. يعمل الرابط مرة واحدة خلال ساعة.
forgot_password_sent_hint = ألم تصل الرسالة بعد بضع دقائق؟ ابحث في مجلد الرسائل غير المرغوب فيها، أو تأكّد من أن هذا ما تسجّل الدخول به.
forgot_password_back = العودة إلى تسجيل الدخول
reset_password_title = اختيار كلمة مرور جديدة
reset_password = للحساب { $name }. سيتم تسجيل خروجك من كل مكان.
reset_password_submit = حفظ كلمة المرور
reset_password_done_page = تم تغيير كلمة المرور · { $organization }
reset_password_done_title = تم تغيير كلمة مرورك
reset_password_done = تم تسجيل الخروج من كل الأجهزة. سجّل الدخول بكلمة مرورك الجديدة.
reset_password_sign_in = تسجيل الدخول
reset_off_title = لا نرسل رسائل من هنا
reset_off = لا يمكن طلب كلمة مرور جديدة بالبريد الإلكتروني حاليًا.
reset_off_remedy = اطلب كلمة مرور جديدة من المشرف.

token_unknown_title = هذا الرابط لا يعمل
token_unknown = الرابط غير مكتمل، أو تم فتحه في متصفّح غير المتصفّح المخصّص له.
token_used_title = سبق استخدام هذا الرابط
token_used = يعمل كل رابط ورمز مرة واحدة، وقد سبق استخدام هذا.
token_replaced_title = يوجد رابط أحدث
token_replaced = أرسلنا رسالة أخرى بعد هذه الرسالة، أو تم سحب الرابط.
token_outdated_title = لم يعد هذا الرابط صالحًا
token_outdated = تغيّر الحساب بعد إرسال الرسالة.
token_expired_title = انتهت صلاحية هذا الرابط
token_expired = انتهت المدة التي يعمل فيها.
token_too_many_tries_title = رموز كثيرة جدًا
token_too_many_tries = تمت تجربة هذا الرمز مرات كثيرة جدًا ولم يعد صالحًا.
token_remedy = ابدأ من جديد، وسنرسل إليك رابطًا أو رمزًا جديدًا.
token_sign_up_used_remedy = إذا كنت قد أنشأت حسابك، فسجّل الدخول. وإلا فابدأ من جديد، وسنرسل إليك رابطًا أو رمزًا جديدًا.
token_change_address_remedy = راجع ملفك الشخصي. إذا لم يكن العنوان الجديد فيه، فابدأ من جديد من هناك.
token_change_address_withdrawn = المستخدمون ذوو العناوين المماثلة يسجّلون الدخول في مكان آخر، لذا لا يمكن أن يكون لحسابك.
token_invitation_replaced = تم سحب الدعوة، أو أُرسلت دعوة أحدث.
token_invitation_remedy = إذا كنت قد قبلت الدعوة، فسجّل الدخول. وإلا فاطلب دعوة جديدة ممن دعاك.
token_first_owner_remedy = إذا كان لهذا الخادم مالك بالفعل، فسجّل الدخول. وإلا فأعد تشغيل الخادم، وسيعرض رابطًا جديدًا.
token_recovery_replaced = رُفض الطلب، أو أرسلنا رسالة أخرى بعد هذه الرسالة.
token_recovery_remedy = سجّل الدخول. إذا طُلبت منك خطوة ثانية لا تملكها، فابدأ من جديد من هناك.
token_refuse_recovery_over = رُفض الطلب بالفعل، أو انتهى.
token_refuse_recovery_remedy = سجّل الدخول وراجع كيفية حماية حسابك. إذا لم تكن أنت من قدّم الطلب، فغيّر كلمة مرورك، لأن من قدّمه يعرفها.
token_undo_address_used = تم التراجع عن التغيير بالفعل، وعاد حسابك إلى عنوانه القديم.
token_undo_address_used_remedy = سجّل الدخول بالعنوان الذي وصلت إليه الرسالة. إذا لم تعمل كلمة مرورك، فاختر كلمة جديدة من هناك.
token_undo_address_remedy = سجّل الدخول وراجع عنوان حسابك. إذا لم تغيّره بنفسك، فاطلب المساعدة من المشرف.
token_undo_deletion_over = تم التراجع عن الحذف بالفعل، أو طُلب مجددًا بعد هذه الرسالة.
token_undo_deletion_remedy = سجّل الدخول لرؤية حسابك. إذا لم يعد ذلك ممكنًا، فقد حُذف.
token_start_again = البدء من جديد

invitation_page = دعوة · { $organization }
invitation_title = أنت مدعو إلى { $organization }
invitation = تم إرسال هذه الدعوة إلى { $email }.
invitation_by = أرسل { $inviter } هذه الدعوة إلى { $email }.
invitation_apps = الدعوة مخصّصة لـ { $apps }.
invitation_accept_as = القبول باسم { $user }
invitation_sign_in = تسجيل الدخول للقبول
mail_proof_needed = يجب أن يُجري متصفحك عملية حسابية قصيرة أولاً، لأن رسائل كثيرة طُلبت. حاول مرة أخرى.
mail_proof_needs_script = طُلبت رسائل كثيرة، لذلك يجب أن يُجري متصفحك عملية حسابية قصيرة. فعّل JavaScript أو حاول مرة أخرى بعد ساعة.

setup_page = إعداد { $organization }
setup_title = إعداد { $organization }
setup_text = لا يدير أحد هذا الخادم بعد. أنشئ حسابك لتصبح مالكه: يمكنك إضافة المستخدمين والتطبيقات وتعيين مسؤولين آخرين.
setup_taken = لدى { $email } حساب بالفعل. سجّل الدخول إليه بالزر أدناه؛ ستعود إلى هذه الصفحة ويمكنك أن تصبح المالك.
