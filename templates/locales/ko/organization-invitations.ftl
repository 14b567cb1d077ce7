# Invitations into organizations.

invitation_into = { $name }의 구성원이 됩니다.
invitation_into_owner = { $name }의 소유자가 됩니다.
mail_invitation_into = 조직
token_withdrawn_title = 이 초대는 더 이상 유효하지 않습니다
token_withdrawn = 초대받은 조직이 더 이상 없거나, 초대한 사람이 더 이상 초대할 수 없습니다. 새 초대를 요청하세요.
console_invite_into_effect = 각자에게 링크를 이메일로 보냅니다. 수락한 사람은 조직에 들어갑니다.
console_invite_into = 조직(선택 사항)
console_invite_into_hint = 조직의 짧은 이름. 수락한 사람은 그 조직에 들어갑니다.
console_invite_into_unknown = 초대할 수 있는 { $name } 조직이 없습니다. 아무도 초대하지 않았습니다.
console_invite_app_roles = 역할(선택 사항)
console_invite_roles = 조직에서의 역할(선택 사항)
console_invite_roles_hint = 한 줄에 하나씩: 앱 식별자, 공백, 역할 이름.
console_invite_roles_wrong = 다음은 앱과 역할이 아닙니다: { $line }. 아무도 초대하지 않았습니다.
console_invite_organization = 조직
console_organization_invitations = 대기 중인 초대
console_organization_invitations_none = 답변을 기다리는 초대가 없습니다.
