# Invitations into organizations.

invitation_into = ستنضم إلى { $name } بصفة عضو.
invitation_into_owner = ستنضم إلى { $name } بصفة مالك.
mail_invitation_into = المؤسسة
token_withdrawn_title = لم تعد هذه الدعوة سارية
token_withdrawn = لم تعد المؤسسة التي دُعيت إليها موجودة، أو لم يعد بإمكان من دعاك الدعوة إليها. اطلب منه دعوة جديدة.
console_invite_into_effect = يرسل إلى كل منهم رابطًا بالبريد الإلكتروني. ومن يقبل يصبح في المؤسسة.
console_invite_into = المؤسسة (اختياري)
console_invite_into_hint = الاسم القصير لمؤسسة. ومن يقبل يصبح فيها.
console_invite_into_unknown = لا توجد مؤسسة { $name } يمكنك الدعوة إليها. لم تتم دعوة أحد.
console_invite_app_roles = الأدوار (اختياري)
console_invite_roles = الأدوار في المؤسسة (اختياري)
console_invite_roles_hint = دور واحد في كل سطر: معرّف التطبيق ثم مسافة ثم اسم الدور.
console_invite_roles_wrong = { $line } ليس تطبيقًا ودورًا. لم تتم دعوة أحد.
console_invite_organization = المؤسسة
console_organization_invitations = الدعوات المفتوحة
console_organization_invitations_none = لا توجد دعوة تنتظر ردًا.
