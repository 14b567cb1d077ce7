# Apps that users are pushed to by SCIM, in the console.

console_scim = 앱의 계정(SCIM)
console_scim_lead = 사용이 허용된 모든 사람의 계정을 받고, 누군가 더 이상 사용할 수 없게 되면 즉시 알게 되는 앱입니다.
console_scim_none = 아직 계정을 받는 앱이 없습니다. 다음 명령, 파일 또는 API로 추가하세요.
console_scim_compared = 마지막 비교
console_scim_users_in = 다음 그룹의 구성원만
console_scim_pushed_groups = 전송되는 그룹
console_scim_accounts = 계정
console_scim_to_come = 남은 항목
console_scim_problems = 올바르지 않은 항목
console_scim_problems_none = 앱의 내용이 모두 올바릅니다.
console_scim_paused = 앱이 하루 동안 아무것도 받아들이지 않아 일시 중지됨
console_scim_created = 생성됨
console_scim_updated = 변경됨
console_scim_deactivated = 비활성화됨
console_scim_deleted = 삭제됨
console_scim_unchanged = 변경 없음
console_scim_conflict = 충돌
console_scim_failed = 실패
console_scim_compare = 모두 비교
console_scim_compare_effect = 모든 사용자와 그룹을 앱의 내용과 비교하고 차이를 바로잡습니다.
console_scim_pause = 일시 중지
console_scim_pause_effect = 다시 시작할 때까지 앱에 아무것도 전송되지 않습니다. 앱의 계정은 그대로 유지됩니다.
console_scim_resume = 다시 시작
console_scim_resume_effect = 모두를 확인하고 그동안 바뀐 내용을 앱에 전송합니다.
