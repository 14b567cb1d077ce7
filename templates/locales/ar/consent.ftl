consent_page = السماح لـ { $app } · { $organization }
consent_title = يريد { $app } ما يلي:
consent_signed_in_as = تم تسجيل دخولك باسم { $user }. يمكنك إزالة إذن الوصول في أي وقت من صفحة حسابك.
consent_destination = سيتم إرسال ردّك إلى { $destination }.
consent_resources = يمكنه استخدام ما تسمح به لدى:
consent_registered_by_itself = سجّل هذا التطبيق نفسه بنفسه، ولم تتحقّق { $organization } من الجهة التي تقف وراءه. لا تتابع إلا إذا كنت تثق بالعنوان أعلاه.
consent_allow = المتابعة إلى { $app }
consent_deny = عدم السماح

missing_fields_page = إكمال حسابك · { $organization }
missing_fields_title = أكمل حسابك
missing_fields_text = تحتاج { $organization } إلى هذه المعلومات قبل المتابعة. تم تسجيل دخولك باسم { $user }.

select_organization_page = اختيار مؤسسة · { $organization }
select_organization_title = اختيار مؤسسة
select_organization_text = تم تسجيل دخولك باسم { $user }. أي مؤسسة تريد استخدامها في { $app }؟

scope_openid = معرفة هويتك
scope_profile = الاطّلاع على اسمك وملفك الشخصي
scope_email = الاطّلاع على عنوان بريدك الإلكتروني
scope_address = الاطّلاع على عنوانك البريدي
scope_phone = الاطّلاع على رقم هاتفك
scope_offline_access = الاحتفاظ بإذن الوصول عندما لا تستخدم التطبيق
scope_groups = الاطّلاع على المجموعات التي تنتمي إليها
scope_roles = الاطّلاع على أدوارك في التطبيق
scope_permissions = الاطّلاع على أذوناتك في التطبيق
scope_other = استخدام { $scope }
