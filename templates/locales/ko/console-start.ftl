# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = 첫 단계
console_start_hint = 이 서버의 이름을 정하고, 이메일을 보낼 수 있는지 확인하고, 첫 앱을 추가하세요.
console_start_lead = 세 단계이며 순서는 상관없습니다. 앱을 추가하거나 숨길 때까지 개요에서 이 페이지로 연결됩니다.
console_start_open = 첫 단계 보기
console_start_name = 이름
console_start_name_now = 페이지와 이메일에 표시되는 이름:
console_name_default = 기본값입니다.
# $variable is the name of an environment variable.
console_name_from_variable = 환경 변수 { $variable }에서 온 값입니다.
console_name_from_file = 설정 파일의 name에서 온 값입니다.
console_name_from_console = 콘솔에서 설정한 값이며 name 설정보다 우선합니다.
console_source_console = 콘솔
console_rename = 서버 이름 변경
console_rename_effect = 모든 페이지와 이메일에 새 이름이 즉시 표시됩니다. 이 설치의 다른 서버에서도 마찬가지입니다.
console_rename_hint = 회사 이름 등입니다. 비워 두면 설정의 이름을 사용합니다.
console_start_mail = 이메일
console_start_mail_server = 메일 서버가 설정되어 있습니다. 테스트 이메일을 보내 작동하는지 확인하세요.
console_start_mail_here = 메일 서버가 설정되지 않았습니다. 이메일은 이 컴퓨터에 남으며 다음에서 읽을 수 있습니다:
console_start_mail_none = 메일 서버가 설정되지 않아 새 비밀번호 링크, 코드, 초대를 보낼 수 없습니다.
console_start_mail_paste = 다음 내용을 사용하는 메일 서버의 값으로 바꾸어 설정 파일에 쓰고 이 서버를 다시 시작하세요. DOORWARD_MAIL__URL과 DOORWARD_MAIL__FROM 변수로도 설정할 수 있습니다.
console_start_app = 첫 앱
console_start_app_none = 앱을 추가하고 필요한 내용을 앱의 설정에 복사한 뒤 로그인하세요.
console_hide_guide = 첫 단계 숨기기
console_hide_guide_effect = 모든 관리자의 개요에서 링크가 사라집니다. 모든 작업은 콘솔의 페이지에서 계속할 수 있습니다.
# $user is the email address or the username of whoever is signed in.
setup_become = 아직 이 서버의 관리자가 없습니다. { $user }(으)로 로그인되어 있습니다. 소유자가 되면 사용자와 앱을 추가하고 다른 사람을 관리자로 지정할 수 있습니다.
setup_become_submit = 소유자 되기
setup_or_new = 또는 새 계정으로
setup_have_account = 계정이 있습니다: 로그인
