# What holds while somebody signs in for an organization.

console_organization_policy_change = 로그인 변경
console_organization_policy_effect = 조직으로 하는 다음 로그인부터 적용됩니다. 서버, 앱, 조직의 요구 중 가장 엄격한 것이 적용됩니다.
console_organization_policy_default = 서버와 앱의 설정대로
console_organization_policy_required = 필수
console_organization_age = 로그인의 최대 경과 시간(초)
console_organization_age_hint = 60~31536000초. 서버와 앱의 설정을 따르려면 비워 두세요.
console_organization_provider = 도메인의 ID 공급자
console_organization_provider_hint = ID 공급자의 식별자. 확인된 도메인의 주소는 그곳에서 로그인하며 여기서 비밀번호나 이메일을 쓰지 않습니다.
