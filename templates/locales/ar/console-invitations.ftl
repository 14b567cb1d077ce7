# الدعوات في وحدة التحكم.

console_nav_invitations = الدعوات
console_invitations_hint = اطّلع على من دُعي ومن قبِل.
console_invitations_none = لم يُدعَ أحد بعد. ادعُ أشخاصًا، وينشئ كل منهم حسابه عبر الرابط في رسالة بريد.
console_invitation_open = بانتظار الرد
console_invitation_accepted = مقبولة
console_invitation_expired = منتهية الصلاحية
console_invitation_revoked = ملغاة
console_invitation_sent = أُرسلت
console_invitation_again = إرسال الدعوة مرة أخرى
console_invitation_again_effect = يرسل بالبريد رابطًا جديدًا صالحًا للمدة نفسها التي كانت للأول. ولا يعمل الرابط السابق بعد الآن.
console_invitation_revoke = إلغاء الدعوة
console_invitation_revoke_effect = لا يعمل رابطها بعد الآن.
