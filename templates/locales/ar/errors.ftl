error_detail = تفاصيل فنية لمطوّر التطبيق
error_reference = الرقم المرجعي { $reference }

error_try_again = أعد المحاولة. إذا تكررت المشكلة، أرسل الرقم المرجعي أدناه إلى المشرف.
error_start_again = ارجع إلى التطبيق وابدأ من جديد.
error_open_again = فتح الصفحة مرة أخرى
error_to_apps = الانتقال إلى تطبيقاتك
error_to_accounts = اختيار حساب
error_developer = لم ترتكب أي خطأ. يمكن لمطوّر التطبيق حلّ هذه المشكلة.

error_bad_request_title = تعذّرت علينا قراءة هذا الطلب
error_bad_request = كان الطلب الذي أرسله متصفّحك غير مكتمل أو تالفًا.
error_bad_request_remedy = ارجع وأعد المحاولة.

error_app_request = أرسل التطبيق طلبًا تتعذّر علينا قراءته.
error_refused = تم رفض طلب التطبيق.

error_account_gone_title = تم تسجيل الخروج من هذا الحساب
error_account_gone = لم تعد مسجّلاً الدخول إلى الحساب الذي اخترته.
error_account_gone_remedy = ارجع واختر حسابًا آخر، أو سجّل الدخول مرة أخرى.

error_proxy = لا يمكن استخدام هذا العنوان إلا من خلال خادم وكيل عكسي، ولم يرسل الخادم الوكيل عنوان الطلب الأصلي وطريقته.
error_proxy_remedy = يمكن لمشرف الخادم الوكيل حلّ هذه المشكلة. الدليل متوفّر في docs/guides/forward-auth.md.

error_form_title = انتهت صلاحية هذا النموذج
error_form = النموذج قديم جدًا، أو تم فتحه في متصفّح آخر، أو ملفات تعريف الارتباط محظورة.
error_form_remedy = افتح الصفحة مرة أخرى. إذا استمرت المشكلة، اسمح بملفات تعريف الارتباط لهذا الموقع.

error_forbidden_title = ليس لديك إذن بالوصول
error_forbidden = لا يمكن فتح هذه الصفحة بالحساب الذي تستخدمه.
error_forbidden_remedy = إذا كنت تحتاج إلى إذن الوصول، اطلبه من المشرف. يمكنك أيضًا الرجوع واستخدام حساب آخر.

error_unavailable_title = نواجه مشكلة في الوقت الحالي
error_unavailable = الخادم مشغول أو يتعذّر عليه الوصول إلى قاعدة بياناته.
error_unavailable_remedy = انتظر بضع ثوانٍ وأعد المحاولة.

error_out_of_date_title = تتعذّر علينا متابعة تسجيل الدخول هذا
error_out_of_date = بدأ تسجيل الدخول في متصفّح آخر، أو العنوان غير مكتمل، أو ملفات تعريف الارتباط محظورة.
error_out_of_date_remedy = افتح التطبيق مرة أخرى. إذا استمرت المشكلة، اسمح بملفات تعريف الارتباط لهذا الموقع.

error_limited_title = محاولات كثيرة جدًا
error_limited = تم إجراء محاولات كثيرة جدًا من شبكتك.
error_limited_remedy = { $seconds ->
    [zero] أعد المحاولة الآن.
    [one] انتظر ثانية واحدة وأعد المحاولة.
    [two] انتظر ثانيتين وأعد المحاولة.
    [few] انتظر { $seconds } ثوانٍ وأعد المحاولة.
    [many] انتظر { $seconds } ثانية وأعد المحاولة.
   *[other] انتظر { $seconds } ثانية وأعد المحاولة.
}

error_internal_title = حدث خطأ من جانبنا
error_internal = تعذّر علينا إكمال طلبك. لم يتم تغيير أي شيء.

error_not_found_title = لم يتم العثور على الصفحة
error_not_found = لا توجد صفحة على هذا العنوان.
error_not_found_remedy = تحقّق من العنوان، أو انتقل إلى تطبيقاتك.

address_title = تم رفض طلب تسجيل الدخول
address_remedy = لم ترتكب أي خطأ. يمكن لمطوّر التطبيق حلّ هذه المشكلة: يجب أن يتطابق الطلب مع بيانات تسجيل التطبيق.
address_client_missing = لم يرسل التطبيق معرّف العميل الخاص به.
address_client_unknown = التطبيق غير مسجَّل هنا أو تم إيقافه.
address_redirect_uri_missing = لم يرسل التطبيق العنوان الذي تتم العودة إليه.
address_redirect_uri_unregistered = يريد التطبيق توجيهك إلى عنوان غير مسجَّل له.
address_repeated = أرسل التطبيق قيمتين مختلفتين لهويته أو عنوانه.
address_request_object = تعذّر التحقّق من طلب التطبيق الموقَّع.
address_unusable = أرسل التطبيق بيانات تتعذّر علينا قراءتها.

form_post_page = العودة إلى التطبيق
form_post_title = لحظة من فضلك
form_post = جارٍ إعادتك إلى التطبيق.
form_post_continue = المتابعة إلى التطبيق
web_message = جارٍ تسليم النتيجة إلى التطبيق. إذا لم يحدث شيء، أغلق هذه النافذة وارجع إلى التطبيق.
