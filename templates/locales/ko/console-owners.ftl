# The owners of an app, who administer it.
console_owners_tab = 소유자
console_owners_lead = 소유자는 이 앱만 관리합니다. 역할과 그 요청, 시크릿, 모양, 주소가 대상입니다. 그 밖에 누가 사용할 수 있는지와 앱이 사용자에 대해 무엇을 알게 되는지는 관리자가 정합니다.
console_owners_none = 이 앱의 소유자가 없습니다. 관리자만 변경할 수 있습니다.
console_owners_since = 소유 시작
console_owners_by_file = 파일에서 지정
console_owners_add = 소유자 추가
console_owners_add_effect = 사용자가 콘솔과 API에서 이 앱을 관리합니다. 역할을 부여하고, 요청을 결정하고, 시크릿을 만들거나 폐기하고, 모양과 주소를 변경합니다.
console_owners_remove = 소유자 해제
console_owners_remove_effect = 사용자가 더 이상 이 앱을 관리하지 않습니다. 부여하고 변경한 내용은 그대로 남습니다.
console_owners_earlier = 이전 소유자
console_owners_until = 소유 종료
