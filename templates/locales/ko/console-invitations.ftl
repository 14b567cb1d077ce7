# 콘솔의 초대.

console_nav_invitations = 초대
console_invitations_hint = 누구를 초대했고 누가 수락했는지 확인합니다.
console_invitations_none = 아직 아무도 초대하지 않았습니다. 초대하면 각자 이메일의 링크로 계정을 만듭니다.
console_invitation_open = 응답 대기 중
console_invitation_accepted = 수락됨
console_invitation_expired = 만료됨
console_invitation_revoked = 취소됨
console_invitation_sent = 보냄
console_invitation_again = 초대 다시 보내기
console_invitation_again_effect = 처음과 같은 기간 동안 유효한 새 링크를 이메일로 보냅니다. 이전 링크는 더 이상 작동하지 않습니다.
console_invitation_revoke = 초대 취소
console_invitation_revoke_effect = 링크가 더 이상 작동하지 않습니다.
