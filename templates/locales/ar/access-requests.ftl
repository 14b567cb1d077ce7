# Roles that people ask for: the pages of users, the console and the mails.

access_app = التطبيق
access_role = الدور
access_reason = السبب
access_until = حتى
access_no_end = بلا نهاية

## Pages of users
access_page = الوصول · { $organization }
account_nav_access = الوصول
access_hint = تتيح لك الأدوار المزيد في التطبيق. اطلب دورًا، ويقرر المسؤول عن التطبيق.
access_none = لا يوجد دور يمكنك طلبه. يحدد المسؤول لديك الأدوار التي يمكن طلبها.
access_ask = طلب الوصول
access_ask_title = طلب { $role } في { $app }
access_opens = لا يمكنك فتح التطبيق من دونه.
access_your_requests = طلباتك
access_state_open = بانتظار الرد
access_state_approved = تمت الموافقة
access_state_refused = لم تتم الموافقة
access_state_withdrawn = تم السحب
access_state_expired = لم يرد أحد في الوقت المحدد
access_asked = وقت الطلب
access_withdraw = سحب الطلب
access_ends = إذا لم يرد أحد، ينتهي الطلب في { $time }.
access_reason_label = لماذا تحتاج إليه؟
access_reason_hint = يقرأ هذا مَن يتخذ القرار. يمكنك كتابة 500 حرف.
access_until_label = إلى متى تحتاج إليه؟
access_until_hint = اتركه فارغًا إذا كنت تحتاج إليه بلا نهاية. اليوم الأخير محسوب (UTC).
access_until_longest = آخر يوم ممكن هو { $day }. اليوم الأخير محسوب (UTC).
access_send = إرسال الطلب
access_sent = تم إرسال طلبك. ستجد الرد في هذه الصفحة.
access_was_withdrawn = تم سحب الطلب.
access_problem_reason = اكتب لماذا تحتاج إليه، في 500 حرف على الأكثر.
access_problem_until = اختر يومًا في المستقبل لا يتجاوز ما يسمح به هذا الدور.
access_problem_waits = لقد طلبت هذا الدور من قبل. الطلب بانتظار الرد.
access_problem_many = لقد طلبت أدوارًا كثيرة مؤخرًا. انتظر الردود أو اسحب أحد الطلبات.
access_problem_gone = لا يمكن طلب هذا الدور، أو أنه لديك بالفعل.
access_problem_changed = تم تغيير التطبيق في اللحظة نفسها. حاول مرة أخرى.
no_access_title = لا يمكنك فتح { $app } بعد
no_access_text = سجّلت الدخول باسم { $user }. ليس لحسابك وصول إلى { $app }، لكن يمكنك طلبه.
no_access_waits = طلبت الوصول. طلبك في انتظار الرد.
no_access_back = العودة إلى { $app }

## The console
console_nav_access_requests = طلبات الوصول
console_access_requests_hint = وافق على الأدوار التي يطلبها المستخدمون أو ارفضها.
console_access_none = لا أحد بانتظار الرد. يمكن طلب الدور عندما تسمح إعداداته بذلك.
console_access_none_decided = لم يُتخذ أي قرار بعد.
console_access_decided = تم البت فيها
console_access_gives = ما يسمح به الدور
console_access_wished = مطلوب حتى
console_access_given_until = ممنوح حتى
console_access_by = صاحب القرار
console_access_answer = سبب الرفض
console_access_approve = الموافقة على الطلب
console_access_approve_effect = يحصل المستخدم على الدور فورًا، حتى اليوم الذي تختاره. ويُسجَّل ذلك في سجل التدقيق باسمك.
console_access_refuse = رفض الطلب
console_access_refuse_effect = لا يحصل المستخدم على الدور، ويقرأ السبب الذي كتبته.
console_access_own = هذا طلبك أنت. يجب أن يقرر فيه شخص آخر.
console_attention_requests = طلبات وصول بانتظار الرد: { $count }
console_field_requestable = يمكن للمستخدمين طلبه
console_field_longest = أطول مدة
console_field_longest_hint = أيام أو ساعات، مثل 30d أو 12h. اتركه فارغًا إذا جاز منح الدور بلا نهاية.
console_role_requestable = يمكن للمستخدمين طلب هذا الدور.
console_role_requestable_for = يمكن للمستخدمين طلب هذا الدور، لمدة { $longest } على الأكثر.
console_holder_request = بناءً على طلب

## Mails
mail_access_requested_subject = طلب وصول لدى { $name }
mail_access_requested_title = هناك طلب وصول
mail_access_requested_text = { $user } يطلب دورًا. لا يتغير شيء حتى يوافق أحد عليه.
mail_access_requested_button = عرض الطلب
mail_access_decided_subject = طلب الوصول الخاص بك لدى { $name }
mail_access_approved_title = تمت الموافقة على طلبك
mail_access_approved_text = لديك الدور الذي طلبته. إذا لم تلاحظ فرقًا في التطبيق، فسجّل الدخول إليه مرة أخرى.
mail_access_refused_title = لم تتم الموافقة على طلبك
mail_access_refused_text = لم تحصل على الدور الذي طلبته.
mail_access_decided_button = فتح طلباتك
