# 콘솔의 ID 공급자.

console_nav_providers = ID 공급자
console_providers_hint = 어떤 다른 시스템으로 로그인하는지, 잘 작동하는지 확인합니다.
console_providers_none = 아직 ID 공급자가 없습니다. 파일에 선언하고 { $command }(으)로 읽으세요.
console_check = 확인 항목
console_more_than = { $count } 초과
console_provider_kind = 종류
console_provider_links = 연결만
console_provider_newcomers = 처음 온 사람
console_provider_sign_up = 계정을 받음
console_provider_known = 거부됨
console_provider_linked = 연결된 ID
console_provider_redirect = 공급자에 등록할 리디렉션 URI
console_provider_file = 공급자는 파일의 { $table } 아래에 선언됩니다. 그곳에서 바꾸고 { $command }(으)로 읽으세요.
console_provider_test = 공급자 테스트
console_provider_test_effect = 공급자의 설정과 키를 묻고 리디렉션 URI와 클라이언트 시크릿을 시험합니다. 아무도 로그인되지 않습니다.
console_provider_works = 여기에서 확인할 수 있는 것은 모두 작동합니다.
console_provider_fails = 문제가 있습니다. 아래 각 줄에 바꿀 것이 나와 있습니다.
console_provider_disable = 공급자 비활성화
console_provider_disable_effect = 이제부터 아무도 이 공급자로 로그인할 수 없습니다. 이미 시작된 세션은 남습니다. 선언한 파일을 다시 적용하면 파일에 따릅니다.
console_provider_enable = 공급자 활성화
console_provider_enable_effect = 다시 이 공급자로 로그인할 수 있습니다. 선언한 파일을 다시 적용하면 파일에 따릅니다.
