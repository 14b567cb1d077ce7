# 콘솔의 메일.

console_nav_mail = 메일
console_mail_hint = 이메일이 어디로 가는지, 무엇이 대기 중인지, 무슨 내용인지 확인합니다.
console_mail_server = 메일 서버
console_mail_encrypted = 암호화
console_mail_from = 보낸 사람
console_mail_servers = 앱의 서버
console_mail_servers_hint = { $setting } 설정에서 이 중 하나를 지정한 앱은 자체 이메일을 그 서버로 보냅니다. 그 서버가 멈춰도 다른 이메일은 전송됩니다.
console_mail_mailbox = 메일 서버가 없습니다. 이메일은 이 서버의 편지함에 남으며 그곳에서 읽을 수 있습니다.
console_mail_open_mailbox = 편지함 열기
console_mail_nowhere = 이메일을 보내지 않습니다. 비밀번호 링크, 초대, 알림을 제공하려면 설정 파일에서 { $url } 및 { $from } 값을 설정하세요.
console_mail_waiting = 대기 중인 이메일
console_mail_waiting_none = 대기 중인 이메일이 없습니다. 이메일은 몇 초 안에 나갑니다.
console_mail_given_up = 최근 전달되지 않음
console_mail_name = 이메일
console_mail_to = 받는 사람
console_mail_texts = 문구
console_mail_subject = 제목
console_mail_text = 일반 텍스트
console_mail_html = HTML로 보기
console_mail_made_up = 값은 꾸며 낸 것이며 링크는 어디로도 연결되지 않습니다.
console_mail_languages = 다른 언어
console_mail_test = 테스트 이메일 보내기
console_mail_test_effect = 본인 주소로 지금 이메일을 보내고 메일 서버의 응답을 보여 줍니다.
console_mail_no_address = 계정에 이메일 주소가 없습니다. 먼저 추가하세요.
console_mail_sent = 메일 서버가 { $address } 주소로 가는 이메일을 받았습니다. 받은편지함과 스팸함을 확인하세요.
console_mail_not_sent = 메일 서버가 이메일을 받지 않았습니다. 응답은 아래와 같습니다.
