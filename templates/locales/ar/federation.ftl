link_account_page = ربط { $provider } · { $organization }
link_account_title = هل هذا حسابك؟
link_account = يوجد حساب بالفعل للعنوان <strong>{ $email }</strong>. إذا كان حسابك، أدخل كلمة مروره لتسجيل الدخول باستخدام { $provider } من الآن فصاعدًا.
link_account_password = كلمة المرور
link_account_submit = ربط { $provider } وتسجيل الدخول
link_account_other = استخدام طريقة أخرى
link_account_wrong = كلمة المرور غير صحيحة. أعد المحاولة.
link_account_missing = أدخل كلمة مرور هذا الحساب.
link_account_paused = محاولات كثيرة غير ناجحة. انتظر لحظة ثم أعد المحاولة.

provider_unknown = هذا الموفّر

federation_failed_title = تعذّر علينا تسجيل دخولك
federation_failed_with_title = تعذّر علينا تسجيل دخولك باستخدام { $provider }

federation_stale = اكتمل تسجيل الدخول هذا من قبل، أو استغرق وقتًا طويلاً جدًا، أو بدأ في متصفّح آخر. لم يتم تغيير أي شيء.
federation_stale_remedy = ارجع إلى التطبيق وابدأ من جديد.

federation_not_offered = لا يمكنك تسجيل الدخول باستخدام { $provider } هنا.
federation_not_offered_remedy = استخدم طريقة أخرى. يحدّد المشرف الطرق المتاحة.

federation_denied = تم إلغاء تسجيل الدخول أو عدم السماح به لدى { $provider }.
federation_denied_remedy = أعد المحاولة أو استخدم طريقة أخرى.

federation_unreachable = لا يستجيب { $provider }.
federation_unreachable_remedy = انتظر دقيقة وأعد المحاولة، أو استخدم طريقة أخرى.

federation_busy = هناك ضغط كبير على تسجيل الدخول باستخدام { $provider } حاليًا.
federation_busy_remedy = انتظر دقيقة وأعد المحاولة، أو استخدم طريقة أخرى.

federation_misconfigured = رفض { $provider } طلبنا. قد تكون إعداداته هنا قديمة.
federation_misconfigured_remedy = استخدم طريقة أخرى في الوقت الحالي. أرسل الرقم المرجعي أدناه إلى المشرف ليتمكّن من حلّ المشكلة.

federation_invalid = تعذّر علينا التحقّق من الرد الوارد من { $provider }.
federation_invalid_remedy = أعد المحاولة أو استخدم طريقة أخرى. إذا تكررت المشكلة، أرسل الرقم المرجعي أدناه إلى المشرف.

federation_unreadable = تعذّر علينا التحقّق من الرد الوارد من { $provider }: لا يوضّح الرد هويتك.
federation_unreadable_remedy = استخدم طريقة أخرى في الوقت الحالي. أرسل الرقم المرجعي أدناه إلى المشرف ليتمكّن من حلّ المشكلة.

federation_not_admitted = لا يمكن استخدام حساب { $provider } الذي استخدمته هنا.
federation_not_admitted_remedy = استخدم حساب مؤسستك أو طريقة أخرى.

federation_no_account = حسابك على { $provider } غير مرتبط بأي حساب هنا.
federation_known_email = حسابك على { $provider } غير مرتبط هنا، ولكن قد يكون هناك حساب بعنوان البريد الإلكتروني نفسه.
federation_connect_remedy = إذا كان لديك حساب هنا، سجّل الدخول كالمعتاد واربط { $provider } من صفحة حسابك. وإلا، اطلب حسابًا من المشرف.

federation_link_only = يمكن ربط { $provider } بالحسابات هنا، ولكن لا يمكن استخدامه لتسجيل الدخول.
federation_link_only_remedy = استخدم طريقة أخرى.

federation_disabled = تم إيقاف حسابك.
federation_disabled_remedy = يمكن للمشرف تفعيله من جديد.

federation_linked_title = هذا الحساب مرتبط من قبل
federation_linked = حساب { $provider } هذا مرتبط من قبل بحساب آخر هنا. لم يتم تغيير أي شيء.
federation_linked_remedy = إذا كان الحساب الآخر لك أيضًا، سجّل الدخول إليه وألغِ ربط { $provider } هناك أولاً.

last_method_title = لا يمكنك إلغاء ربط طريقة تسجيل الدخول الوحيدة
last_method = بدونها، لن تتمكّن من تسجيل الدخول إلى هذا الحساب.
last_method_remedy = اربط طريقة أخرى أولاً.

use_another_method = استخدام طريقة أخرى
back_to_account = العودة إلى حسابك
