sign_out_page = 로그아웃 · { $organization }
sign_out_title_everywhere = 모든 앱에서 로그아웃할까요?
sign_out_title_accounts = 로그아웃할까요?
sign_out_asked_by = { $app }에서 로그아웃을 요청합니다.
sign_out_signed_in_as = { $user } 계정으로 로그인되어 있습니다.
sign_out_effect = 이 브라우저에서 이 계정으로 연 모든 앱에서 로그아웃됩니다.
sign_out_everywhere = 모두 로그아웃
sign_out_this = { $user } 로그아웃
sign_out_all = { $count ->
   *[other] 계정 { $count }개에서 모두 로그아웃
}
sign_out_fault = 이 로그아웃 링크는 앱에서 의도한 대로 작동하지 않습니다. 어디로 이동하려는지 확인할 수 없습니다. 그래도 로그아웃하고 여기에 머무를 수 있습니다. 앱 개발자가 링크를 수정할 수 있습니다.
sign_out_stay = 로그인 유지

signed_out_page = 로그아웃됨 · { $organization }
signed_out_title = 로그아웃되었습니다
signed_out = 앱을 다시 사용하려면 앱을 열고 로그인하세요.
signed_out_account = 해당 계정이 모든 앱에서 로그아웃되었습니다.
signed_out_others = 이 브라우저에 로그인되어 있는 계정: { $users }
signed_out_sign_in = 다시 로그인
signed_out_to_app = { $app }(으)로 이동
signed_out_choose = 계정 선택

signing_out = 앱에서 로그아웃하는 중입니다. 다시 사용하려면 앱을 열고 로그인하세요.
signing_out_then_back = 앱에서 로그아웃하는 중입니다. 완료되면 원래 위치로 돌아갑니다.
signing_out_continue = 계속
signing_out_frame = 앱에서 로그아웃
