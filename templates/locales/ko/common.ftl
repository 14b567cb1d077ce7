footer = { $organization } 로그인

language_menu = 언어:

continue_to = <strong>{ $app }</strong>(으)로 계속하기

privacy_of = { $app } 개인정보처리방침
terms_of = { $app } 이용약관

date_and_time = { $year }년 { $month }월 { $day }일 { $time } UTC

moment = { $when }({ $relative })
ago_now = 방금 전
ago_minutes = { $count ->
   *[other] { $count }분 전
}
ago_hours = { $count ->
   *[other] { $count }시간 전
}
ago_days = { $count ->
   *[other] { $count }일 전
}

insecure_http = 이 서버는 암호화 없이 연결됩니다. 네트워크의 다른 사람이 비밀번호를 읽을 수 있습니다. 테스트 용도로만 사용하세요.
