# What holds while somebody signs in for an organization.

console_organization_policy_change = تغيير تسجيل الدخول
console_organization_policy_effect = يسري من تسجيل الدخول التالي باسم المؤسسة. ومما يطلبه الخادم والتطبيق والمؤسسة يسري الأشد.
console_organization_policy_default = كما يحدده الخادم والتطبيق
console_organization_policy_required = مطلوب
console_organization_age = أقصى عمر لتسجيل الدخول بالثواني
console_organization_age_hint = من 60 إلى 31536000 ثانية. اتركه فارغًا ليسري ما يحدده الخادم والتطبيق.
console_organization_provider = مزوّد الهوية لنطاقاتها
console_organization_provider_hint = معرّف مزوّد هوية. عناوين النطاقات المؤكدة تسجّل الدخول هناك، لا هنا بكلمة مرور أو بريد إلكتروني.
