# Apps that users are pushed to by SCIM, in the console.

console_scim = الحسابات في التطبيقات (SCIM)
console_scim_lead = تطبيقات تحصل على حساب لكل من يجوز له استخدامها، وتعلم فورًا عندما لا يعود ذلك جائزًا لأحد.
console_scim_none = لا يحصل أي تطبيق على حسابات بعد. أضف تطبيقًا بالأمر التالي أو بملف أو عبر واجهة API.
console_scim_compared = آخر مقارنة
console_scim_users_in = أعضاء هذه المجموعات فقط
console_scim_pushed_groups = المجموعات المرسلة
console_scim_accounts = الحسابات
console_scim_to_come = المتبقي
console_scim_problems = ليس كما ينبغي
console_scim_problems_none = كل شيء في التطبيق كما ينبغي.
console_scim_paused = متوقف مؤقتًا لأن التطبيق لم يقبل شيئًا طوال يوم
console_scim_created = أُنشئ
console_scim_updated = عُدّل
console_scim_deactivated = عُطّل
console_scim_deleted = حُذف
console_scim_unchanged = دون تغيير
console_scim_conflict = تعارض
console_scim_failed = فشل
console_scim_compare = قارن الكل
console_scim_compare_effect = يُقارن كل مستخدم وكل مجموعة بما لدى التطبيق، وتُصحح الاختلافات.
console_scim_pause = إيقاف مؤقت
console_scim_pause_effect = لا يُرسل شيء إلى التطبيق حتى تستأنف. تبقى الحسابات هناك كما هي.
console_scim_resume = استئناف
console_scim_resume_effect = يُفحص الجميع، ويُرسل إلى التطبيق ما تغيّر في هذه الأثناء.
