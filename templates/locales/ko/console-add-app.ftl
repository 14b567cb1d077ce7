# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = 다음 앱과 라이브러리의 설정은 이미 준비되어 있습니다. 하나를 선택하고 주소를 입력하면 앱 설정에 쓸 내용이 표시됩니다.
console_choose_other = 다른 앱
console_choose_other_hint = 설정을 직접 입력하는 웹 앱, 단일 페이지 앱, 네이티브 앱 또는 서비스입니다.
console_choose_other_link = 다른 앱 추가
console_family_libraries = 라이브러리와 프레임워크
console_family_monitoring = 모니터링과 대시보드
console_family_git = Git 플랫폼과 빌드
console_family_wikis = 위키와 노트
console_family_storage = 저장소와 미디어
console_family_chat = 채팅
console_family_platform = Kubernetes, Vault, 플랫폼
console_family_proxies = 프록시
console_preset_effect = 필요한 설정으로 앱을 추가합니다. 다음 페이지에 앱에 쓸 내용이 시크릿과 함께 이번 한 번만 표시됩니다.
console_preset_url = 앱 주소
console_preset_url_hint = 사람들이 여는 주소입니다. 예: https://app.example.com 또는 http://localhost:3000
console_preset_url_wrong = 쿼리가 없는 웹 주소를 입력하세요. 예: https://app.example.com
console_preset_value = 앱 설정에서의 이름
console_preset_value_wrong = 영문자, 숫자, 하이픈, 마침표, 밑줄을 사용하세요.
console_preset_client_id_hint = 나중에 바뀌지 않습니다. 같은 종류의 두 번째 앱에는 다른 식별자를 선택하세요.
# $app is the name of the app that was added.
console_written_title = { $app } 설정
console_written_lead = 다음 내용을 지금 앱의 설정에 쓰세요. 시크릿은 이번 한 번만 표시됩니다. 잃어버리면 새로 만드세요.
console_written_lead_public = 다음 내용을 앱의 설정에 쓰세요. 시크릿은 없습니다.
console_written_documentation = 앱 문서
console_written_values = 값을 하나씩 표시
console_written_done = 복사했습니다
console_copy = 복사
console_copied = 복사됨
console_wait_waiting = 첫 로그인을 기다리는 중…
console_wait_hint = 앱을 열고 로그인하세요. 몇 초 안에 이 페이지에 표시됩니다.
# $app is the name of the app that was added.
console_wait_came = { $app }에 로그인이 있었습니다. 정상적으로 작동합니다.
console_wait_check = 지금 확인
console_first_sign_in = 첫 로그인
console_first_sign_in_none = 아직 없음
console_apps_empty = 아직 앱이 없습니다. 첫 앱을 추가하세요.
