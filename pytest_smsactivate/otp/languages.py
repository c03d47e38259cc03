"""What messages say around a code, a language at a time. Only data: a speaker may add to it.

Words stand between commas; case and accents do not matter. `kod*` is also found where the
word goes on (kodunuz), `*kod` where it ends a longer one (engangskod). Of two words that fit
at the same place the longer wins, so `promo code` keeps its `code` from meaning anything.
All languages are read at once, so a word that is a common one elsewhere needs a neighbour:
`ma otp`, not `ma`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LANGUAGES", "Language"]


@dataclass(frozen=True)
class Language:
    """The words of one language.

    sure     means a one-time code, whatever else the message says: verification code
    maybe    means one, but in a message that sells or reports only before a number: code
    permit   a bank's number for a payment, or a one-time code: authorisation code. Where the
             message reports a payment it is the first
    over     says of a code before it that it works no more: has expired
    warns    of those who ask for codes: there only what a word names directly is one: fraud
    other    names the number beside it as another thing: order, promo code, postal code
    verify   what one does with a code, where no word for it is said: log in, confirm
    notices  of adverts, prizes, deliveries and reports: there `maybe` does not count
    joins    may stand between a word for the code and the code: is, below
    contact  asks to write or call: the number in the rest of the clause is for that
    sent     stands between such a request and what is to be sent: reply *with* 4093
    units    make the number before it a count or an amount: points, minutes, euros
    ends     signs that end a clause, beside . ! ? … and the end of a line
    pauses   signs that part a clause, beside the comma
    """

    name: str
    sure: str = ""
    maybe: str = ""
    permit: str = ""
    over: str = ""
    warns: str = ""
    other: str = ""
    verify: str = ""
    notices: str = ""
    joins: str = ""
    contact: str = ""
    sent: str = ""
    units: str = ""
    ends: str = ""
    pauses: str = ""


LANGUAGES = (
    Language(
        "English",
        sure="""
            reset key, login key, security key, safepass, one-time pw, otpw, otp, otps,
            one time password, one-time password, one time code, one-time code, one time
            passcode, one-time passcode, one time pin, one-time pin, single-use code,
            single use code, passcode, pass code, verification code, verification pin,
            verification number, verification token, verifycode, verify code,
            confirmation code, security code, login code, log in code, log-in code,
            sign-in code, sign in code, signin code, access code, activation code,
            authentication code, 2fa code, 2-step code, two-factor code, mfa code, 2fa,
            m-pin, sms code, smscode, sms-code, registration code, validation code,
            passkey, tac code, itan, mtan, m-tan, smstan, sms-tan, mobiletan, tac,
            temporary password, temporary code, dynamic password, 3d secure code, secure
            code, reset code, recovery code, signup code, sign-up code, verification
            codes, login pin, secret code, acs code, id code, tan""",
        maybe="digits, code, codes, pin, password, passphrase, token, pin code",
        permit="""
            authorization code, authorisation code, approval code, auth code, auth no,
            authorization number, authorisation number""",
        over="""
            has expired, is expired, has been used, already used, was used, no longer
            valid, is not valid, is invalid, was incorrect, is incorrect, expired at""",
        warns="""
            fraud, frauds, fraudster, fraudsters, scam, scams, scammer, scammers,
            phishing, impersonat*""",
        other="""
            winning pin, winning code, winning number, winner code, winning, collection
            pin, pickup pin, pick-up pin, locker pin, delivery pin, fare, via,
            application no, application number, call, dial, ring, barcode, bar code, qr
            code, zip code, zip, postcode, post code, postal code, promo code,
            promocode, promotion code, promotional code, discount code, coupon code,
            coupon, voucher code, voucher, gift code, gift card, referral code,
            referral, invite code, offer code, deal code, area code, country code, dial
            code, sort code, swift code, ifsc code, ifsc, source code, dress code, error
            code, status code, identifier code, claim code, claim number, claim no,
            collection code, pickup code, pick-up code, pick up code, delivery code,
            parcel code, locker code, tracking code, product code, item code, store
            code, booking code, reservation code, check-in code, gate code, door code,
            unlock code, redemption code, redeem code, ref, reference, ref no, reference
            no, reference number, reference code, refno, ref code, order, order no,
            order number, order id, order code, your order code, your parcel code, your
            package code, tracking, tracking no, tracking number, awb, parcel, shipment,
            invoice, invoice no, bill, receipt, receipt no, ticket, ticket no, case,
            case no, case number, complaint, request no, request id, transaction,
            transaction no, transaction id, txn, txn id, trx, trace no, trace, account,
            account no, account number, a/c, ac no, acct, card, card no, card number,
            serial, serial no, serial number, card serial, policy, policy no, flight,
            room, apt, flat, suite, po box, box, unit, bus, train, platform, gate, pnr,
            booking, booking ref, booking no, booking id, reservation, ending, ending
            in, ending with, ends with, ending at, phone, phone no, phone number, tel,
            telephone, mobile no, mobile number, hotline, helpline, fax, ip, imei,
            version, year, build, model, lot, batch, terminal, utr, upi ref, imps ref,
            rrn, stan, mid, tid, utr no, cvv, user id, userid, customer id, member id,
            member no, membership no, client id, student id, meter no, consumer no,
            passport, licence, license, plate, seat, row, sku, isbn, wifi password,
            wi-fi password, pin code area, card with pin code, session id, extension,
            ext, available balance, avl bal, balance, bal""",
        verify="""
            approve, finish setting up, second step, gets you, get back into, needs a
            second, confirm, type, typing, entering, type in, key in, verify, verifying,
            verification, log in, log into, login, logging in, sign in, sign into,
            signin, sign up, signup, signing in, authenticate, authentication, confirm
            your, confirm it, register, registration, enter, activate your, to proceed,
            to continue, to authorise, to authorize, one-time""",
        notices="""
            was used for, was used at, donation, winning, approval code, parcel is, your
            parcel, purchase of, appt, reminder, you won, you have won, you've won, to
            win, free gift, free entry, free delivery, free msg, free text, free
            ringtone, discount, sale, prize, winner, congratulations, claim, reward,
            rewards, bonus, cashback, promo, coupon, voucher, offer, shop now,
            subscribe, unsubscribe, un-redeemed, redeem, ringtone, delivered,
            dispatched, shipped, out for delivery, your package, your order, courier,
            has been debited, has been credited, was debited, was credited, is debited,
            is credited, debited from, credited to, was approved, approved, was
            successful, was declined, was confirmed, has been changed, was changed,
            payment received, you paid, you spent, gift, points, jackpot, lottery,
            limited time, hurry, appointment, reservation, booking, your claim, ready
            for collection, ready for pickup, collect your, checkout, at checkout,
            refund, statement, bill is""",
        joins="""
            is, are, was, will be, the, your, this, here, below, following, as follows,
            to, use, enter, it is, its, number, no, of, now, in, on, for you, equals,
            and""",
        contact="""
            texts, report, forward, call, dial, text, reply, sms to, send, whatsapp,
            contact, ring, support, helpline, txt, msg""",
        sent="with",
        units="""
            points, pts, gb, mb, kb, kg, km, mi, miles, min, mins, minutes, sec, secs,
            seconds, hours, hrs, hour, days, day, am, pm, years, months, weeks, times,
            items, people, dollars, usd, eur, euro, euros, gbp, pounds, rupees, rs, inr,
            thb, sgd, aud, cad, aed, sar, php, myr, ngn, kes, zar, btc, eth, usdt, p,
            pence, cents, bucks, steps, msgs, credits, coins""",
    ),
    Language(
        "Russian",
        sure="""
            код подтверждения, код подтв*, код доступа, код для входа, код входа, код
            проверки, код верификации, код регистрации, код безопасности, код активации,
            проверочный код, одноразов* код*, одноразов* парол*, разовый код, временный
            пароль, секретный код, смс-код*, смс код*, sms-код*, sms код*, пин-код, код
            из смс, код для подтверждения, код для регистрации, код для авторизации, код
            аутентификации, kod podtverzhdeniya, kod podtverzhdenia, kod podtverjdeniya,
            kod dostupa, kod vhoda, kod dlya vhoda, sms-kod*, smskod, odnorazovyj kod,
            odnorazovyi kod, odnorazovy kod, odnorazovyj parol, odnorazovyi parol,
            proverochnyj kod, пароль для входа, пароль для подтверждения, kod proverki,
            kod aktivacii""",
        maybe="""
            токен, цифры, цифр, код, кода, коду, кодом, коды, парол*, ключ, пин, kod,
            kodom, parol, parolj""",
        permit="код авторизации, kod avtorizacii, код операции",
        over="""
            истек, истекло, истёк, недействителен, уже использован, просрочен, больше не
            действует, устарел""",
        warns="мошенник*, мошеннич*, обман*, moshennik*",
        other="""
            звоните, позвоните, звоните по, код убытка, заявление, промокод*,
            промо-код*, код купона, код скидки, штрихкод, штрих-код, qr-код, код товара,
            код заказа, код получения, код выдачи, код посылки, код города, код страны,
            код ошибки, код домофона, почтовый индекс, индекс, заказ*, № заказа, номер
            заказа, трек*, трек-номер, трек номер, отправлени*, посылк*, накладн*,
            счет*, счёт*, счета, карт*, по карте, номер карты, договор*, лицевой счет,
            л/с, поручени*, документ*, квитанц*, чек*, заявк*, обращени*, дело, рейс,
            билет*, место, вагон, поезд, каб, кабинет, кв, квартира, дом, д, офис, тел,
            телефон*, т, горячая линия, ип, инн, кпп, бик, снилс, огрн, полис*, версия,
            год, сертификат*, ваучер*, купон*, бронь, брони, брониров*, номер брони,
            доступно, баланс, остаток, zakaz*, karta, karty, karte, kart, schet, scheta,
            schyot, dostupno, balans, ostatok, tel, nomer zakaza, promokod*, rbo, azs,
            rasporyazheni*, dogovor, терминал, операци* №, талон*, электронная очередь,
            ячейк*, постамат*, код от ячейки, номер""",
        verify="""
            наберите, впишите, подтвердите, подтверждени*, войдите, войти, вход в, для
            входа, вход, авторизац*, регистрац*, зарегистрир*, введите, авторизуйтесь,
            активац*, верификац*, vhod*, podtverd*, vvedite, registrac*""",
        notices="""
            платеж одобрен, одобрен, скидк*, акци*, распродаж*, приз*, выигр*, бонус*,
            подарок, подарк*, бесплатно, промокод*, успейте, купон*, доставлен*,
            доставк*, посылк*, курьер*, отправлен, готов к выдаче, пункт выдачи,
            средства перечислены, зачислен*, списан*, отклонен*, отмена авторизации,
            операция выполнена, исполнен*, оплата прошла, кэшбэк, кешбэк, баллов,
            rasprodazh*, skidk*, zachislen*, spisan*, obrabotano, запись на прием,
            запись к врачу, перевод выполнен, покупка, возврат, pokupka, oplata proshla,
            oplacheno""",
        joins="""
            ваш, это, вам, для, входа, номер, ниже, равен, сейчас, vash, eto, dlya, вот,
            на, в, и, введите, используйте, tinkoff""",
        contact="""
            позвоните, звоните, позвонить, звонок, отправьте, отправь, отправить,
            наберите, тел, телефону, звонить, pozvonite, zvonite, otprav*, на номер, смс
            на""",
        sent="цифру, цифры",
        units="""
            руб, рублей, рубля, рубль, р, rub, rur, коп, грн, тг, тенге, минут*, мин,
            сек*, час*, дн*, дней, дня, год, года, г, гб, мб, км, кг, шт, балл*, бонус*,
            раз, byn, kzt, uah, minut*, chas*, sek""",
    ),
    Language(
        "Ukrainian",
        sure="""
            код підтвердження, код підтв*, код доступу, код для входу, код входу, код
            перевірки, код верифікації, код реєстрації, код безпеки, код активації,
            одноразов* код*, одноразов* парол*, перевірочний код, смс-код*, sms-код*,
            секретний код, тимчасовий пароль, kod pidtverdzhennia, kod dostupu, kod dlya
            perekazu, код для підтвердження, код автентифікації, пароль для входу, код
            для авторизації""",
        maybe="токен, цифри, пароль, паролем, код",
        permit="код авторизації",
        over="недійсний, закінчився, прострочений, вже використано, минув",
        warns="шахра*",
        other="""
            телефонуйте, код збитку, промокод*, штрих-код, замовлення, № замовлення,
            номер замовлення, рахун*, картк*, kartky, kartka, kartku, поштовий індекс,
            індекс, посилк*, ттн, відправлення, накладн*, договір, рейс, квиток,
            телефон, кабінет, доступно, баланс, залишок, код посилки, код отримання,
            поштомат*, комірк*, номер заявки, заявк*, номер""",
        verify="""
            підтвердіть, підтвердження, увійдіть, увійти, вхід, реєстрац*, зареєструв*,
            введіть, верифікац*, активац*, авторизац*""",
        notices="""
            знижк*, акці*, розпродаж*, виграли, виграш*, приз*, бонус*, подарунок,
            безкоштовно, доставлено, доставк*, прибула, прибуло, зараховано, списано,
            відхилено, кешбек, оплата, оплачено, запис до лікаря""",
        joins="ваш, це, вам, для, ваша, введіть, використайте, наступний",
        contact="зателефонуйте, дзвоніть, телефонуйте, надішліть, зв'яжіться, на номер",
        units="""
            грн, гривень, гривні, гривня, коп, хв, хвилин*, годин*, днів, дні, балів,
            гб, мб, км, uah""",
    ),
    Language(
        "Chinese",
        sure="""
            验证码, 驗證碼, 校验码, 校驗碼, 动态码, 動態碼, 动态密码, 動態密碼, 动态口令, 動態口令, 短信密码, 一次性密码, 一次性密碼,
            一次性验证码, 确认码, 確認碼, 登录码, 登入碼, 登陆码, 认证码, 認證碼, 验证代码, 驗證代碼, 安全码, 安全碼, 随机码, 隨機碼,
            随机密码, 隨機密碼, 激活码, 啟用碼, 短信口令, 临时密码, 臨時密碼, 登录密码, 登入密碼, 识别码为, 檢查碼, 检验码, 身份验证码,
            验证密码, 登录口令, 交易密码, 交易碼, 驗証碼, 验証码, otp密碼, 简讯密码, 簡訊密碼, 注册码, 註冊碼, 动态验证, 一次性代码,
            一次性代碼, 安全代码, 安全代碼""",
        maybe="数字, 數字, 代码, 代碼, 密码, 密碼, 口令",
        permit="授权码, 授權碼, 授权号, 核准碼",
        over="已失效, 已过期, 已過期, 已使用, 已被使用, 不再有效",
        warns="诈骗, 詐騙, 反诈, 骗子, 騙徒, 受骗, 冒充, 防骗",
        other=""" 领奖码, 中奖码, 领奖号, 兑奖码, 拨, 请拨, 拨打, 致电, 请致电, 取件码, 取件碼, 取货码, 取貨碼,
            提货码, 提貨碼, 兑换码, 兌換碼, 优惠码, 優惠碼, 折扣码, 折扣碼, 邀请码, 邀請碼, 推荐码, 二维码, 条形码, 邮政编码, 邮编,
            郵遞區號, 券码, 券號, 订单, 訂單, 订单号, 訂單號, 订单编号, 訂單編號, 运单号, 单号, 單號, 快递单号, 编号, 編號, 尾号,
            尾號, 末四位, 后四位, 後四碼, 後四位, 末四碼, 卡号, 卡號, 账号, 賬號, 帳號, 账户, 流水号, 房间号, 房間號, 房号, 车牌,
            航班, 班次, 座位, 电话, 電話, 热线, 熱線, 客服, 撥打, 网页识别码, 網頁識別碼, 识别码, 識別碼, 序列号, 工号, 机号, 票号,
            参考号, 參考號, 号柜, 货架, 合同号, 保单号, 案件, 理赔, 提取码, 排队号, 排號, 会员号, 券, 用户, 余额, 餘額""",
        verify="填写, 填寫, 登录, 登入, 登陆, 验证, 驗證, 注册, 註冊, 绑定, 綁定, 输入, 輸入, 身份",
        notices="""
            优惠, 優惠, 折扣, 中奖, 中獎, 赢得, 贏得, 领取, 領取, 抽奖, 抽獎, 免费, 免費, 红包, 退订, 回复td, 包裹, 快递,
            快遞, 派送, 取件, 已签收, 已送达, 已发货, 支出, 收入, 余额, 消费, 消費, 入账, 还款, 還款, 账单, 帳單, 话费, 预约,
            預約, 预订成功, 已支付""",
        joins="是, 为, 為, 如下, 您的, 你的, 请输入, 请使用, 為您的, 的, 请填写, 号, 号码, 号码为",
        contact="请拨, 請撥, 致电, 拨打, 撥打, 咨询, 回复, 回覆, 发送, 請洽, 请联系, 洽詢",
        units="""
            元, 块, 分钟, 分鐘, 秒, 小时, 小時, 天, 日, 年, 月, 积分, 積分, 点, 點, 人民币, 名, 位, 次, 张, 号楼, gb,
            流量, 折, 幣""",
        ends="。！？；",
        pauses="、",
    ),
    Language(
        "Japanese",
        sure="""
            ワンタイムpw, ワンタイム, 登録用キー, 本登録用キー, 認証用キー, 認証コード, 確認コード, 認証番号, 確認番号, ワンタイムパスワード,
            ワンタイムパスコード, ワンタイムコード, パスコード, セキュリティコード, 検証コード, ログインコード, 本人確認コード, smsコード,
            登録コード, 暗証コード, アクティベーションコード, 仮パスワード, 一時パスワード, 一時コード, 認証キー, 二段階認証コード, 使い捨てコード,
            確認用コード""",
        maybe="数字, コード, パスワード, 暗証番号, pinコード",
        permit="承認コード, 承認番号",
        over="無効, 期限切れ, 期限が切れ, 使用済み",
        warns="詐欺, フィッシング, 不審",
        other="""
            お電話は, 申請番号, 決済番号, 照会番号, 識別番号, クーポンコード, プロモーションコード, キャンペーンコード, 割引コード, 招待コード,
            郵便番号, 注文番号, 注文, 伝票番号, お問い合わせ番号, 問い合わせ番号, 追跡番号, 予約番号, 受付番号, 会員番号, 口座番号,
            カード番号, 電話番号, お電話, 電話, 整理番号, 部屋番号, バーコード, qrコード, ギフトコード, 管理番号, 取引番号, 参照番号,
            下4桁, 下四桁, 末尾, 便名, 便, 受取番号, 店舗番号, 契約番号, お客様番号, 顧客番号, エラーコード, 荷物番号, 送り状番号""",
        verify="ログイン, 認証, 登録, 入力, 本人確認, サインイン, 確認してください",
        notices="""
            ご利用がありました, ご利用のお知らせ, ご利用通知, 当選, プレゼント, クーポン, キャンペーン, 割引, セール, お届け, 配達, 不在,
            発送, 引き落とし, お支払いが完了, ご入金, 残高, ポイント, 抽選, 無料, 予約が確定, ご予約""",
        joins="は, です, が, あなたの, 次の, 以下, を, こちら, 下記, の, ：",
        contact="お電話, 電話, tel, お問い合わせ, 返信",
        units="円, 分, 分間, 秒, 時間, 日, 年, 月, ポイント, 名, 個, 件, jpy, 時, 番線, 号室, 階, 歳",
        ends="。！？",
        pauses="、",
    ),
    Language(
        "Korean",
        sure="""
            인증번호, 인증 번호, 인증코드, 인증 코드, 확인코드, 확인 코드, 확인번호, 확인 번호, 보안코드, 보안 코드, 일회용 비밀번호,
            일회용비밀번호, 일회용 코드, 일회용코드, 임시비밀번호, 임시 비밀번호, 본인확인번호, 로그인 코드, 로그인코드, 본인인증, 인증키,
            접속코드, 검증 코드, 보안번호, 인증숫자, 등록 코드""",
        maybe="숫자, 코드, 비밀번호, 패스워드, 핀번호",
        permit="승인번호, 승인 번호",
        over="만료되, 만료된, 사용된, 유효하지 않",
        warns="사기, 피싱, 사칭",
        other="""
            문의, 쿠폰번호, 쿠폰 코드, 쿠폰코드, 할인코드, 할인 코드, 추천코드, 추천인 코드, 초대코드, 운송장번호, 운송장, 송장번호,
            송장, 주문번호, 주문 번호, 예약번호, 예약 번호, 접수번호, 카드끝번호, 카드번호, 계좌번호, 계좌, 우편번호, 전화번호, 전화,
            고객센터, 관리번호, 회원번호, 공동현관, 현관 비밀번호, 바코드, 상품코드, 교환번호, 대기번호, 사건번호, 증권번호, 택배함
            비밀번호, 보관함, 사물함, 잔액, 누적, 대표번호, 편명""",
        verify="입력하세요, 적어, 로그인, 인증, 가입, 본인확인, 입력, 등록",
        notices="""
            당첨, 이벤트, 할인, 쿠폰, 무료, 증정, 광고, 배송, 배달, 택배, 출금, 입금, 잔액, 승인, 결제완료, 결제 완료, 적립,
            포인트, 세일, 예약이 확정, 수신거부""",
        joins="은, 는, 이, 가, 입니다, 내, 귀하의, 다음, 아래, 를, 을, 번호는",
        contact="문의, 전화, 연락, 고객센터, 문자, 회신",
        units="원, 분, 초, 시간, 일, 년, 월, 포인트, 개, 명, 건, 점, 회, 호, 층, 번, 시",
    ),
    Language(
        "Arabic",
        sure="""
            ramz al tahaqoq, ramz, رمز التحقق, رمز تحقق, رمز التاكيد, رمز تاكيد, رمز
            التأكيد, رمز الدخول, رمز تسجيل الدخول, رمز التفعيل, رمز تفعيل, رمز الامان,
            رمز الأمان, كود التحقق, كود التفعيل, كود التاكيد, كود تفعيل, كود تحقق, كلمة
            المرور لمرة واحدة, كلمة مرور لمرة واحدة, كلمة السر لمرة واحدة, الرمز السري
            المؤقت, رمز المصادقة, رمز المرور, كلمة المرور المؤقتة, رقم التحقق, الرقم
            السري المؤقت, رمز لمرة واحدة, الكود السري, رمز التوثيق, رمز الوصول, رمز
            التعريف, كود الدخول, رمز مؤقت""",
        maybe="""
            الارقام, أرقام, الرمز, رمز, رمزك, برمز, بالرمز, والرمز, كود, الكود, كودك,
            كلمة المرور, كلمة السر, الرقم السري""",
        permit="رمز التفويض, رمز الموافقة",
        over="انتهت صلاحية, انتهت صلاحيته, منتهي, غير صالح",
        warns="احتيال, محتال, المحتالين, نصب, الاحتيال",
        other="""
            اتصل, اتصل على, للإبلاغ, الرمز البريدي, رمز بريدي, رمز الخصم, كود الخصم, كود
            خصم, رمز العرض, كود العرض, رمز ترويجي, رقم الطلب, طلبك رقم, طلب رقم, طلبكم
            رقم, الطلب, رقم الشحنة, الشحنة, شحنتك, شحنة رقم, بوليصة, رقم التتبع, رقم
            المرجع, المرجع, مرجع, رقم الحساب, حساب, الحساب, بطاقة, البطاقة, بطاقتك,
            المنتهية بـ, المنتهية ب, تنتهي ب, رقم العملية, العملية, رقم البطاقة, رقم
            الفاتورة, فاتورة, الفاتورة, هاتف, الهاتف, رقم الهاتف, جوال, رحلة, رقم
            الرحلة, موعد, رقم الحجز, الحجز, مطالبة, رقم المطالبة, رصيدك, الرصيد, رمز
            الاستلام, كود الاستلام, رقم, رقم التذكرة, قسيمة, كود القسيمة, رمز القسيمة""",
        verify="""
            للتحقق, تسجيل الدخول, لتسجيل الدخول, لتاكيد, لتأكيد, تاكيد, التسجيل, ادخل,
            أدخل, استخدم, للدخول, تفعيل, لتفعيل""",
        notices="""
            خصم, عرض, عروض, ربحت, فزت, جائزة, مجانا, هدية, تسوق, شحنتك, تم توصيل, طلبك,
            تم ايداع, تم إيداع, تم خصم, ايداع, سحب, رصيدك, حوالة, تخفيضات, تم شحن, سيصل,
            المندوب, مندوب, تمت عملية""",
        joins="هو, هي, الخاص, بك, الخاص بك, الخاصة بك, لك, التالي, هذا, في, على, الى, إلى, من, ل",
        contact="للإبلاغ, للتبليغ, بلغ, اتصل, للاتصال, للاستفسار, ارسل, أرسل, تواصل, الاتصال",
        units="""
            ريال, ريالا, درهم, دينار, جنيه, دولار, ليرة, دقيقة, دقائق, ساعة, ساعات,
            ثانية, ثواني, يوم, ايام, أيام, نقطة, نقاط, sar, aed, egp, جيجا, ميجا, ر.س,
            د.إ""",
        ends="؟؛",
        pauses="،",
    ),
    Language(
        "Persian",
        sure="""
            کد تایید, کد تأیید, کد تائید, کد تاییدیه, کد ورود, کد فعالسازی, کد فعال
            سازی, کد فعال‌سازی, رمز پویا, رمز پویای, رمز یکبار مصرف, رمز یک بار مصرف,
            رمز یکبارمصرف, کد یکبار مصرف, کد امنیتی, کدامنیتی, رمز دوم, کد اعتبارسنجی,
            کد احراز هویت, رمز موقت, کد شما, رمز عبور, گذرواژه یکبار مصرف, کد عضویت, کد
            ثبت نام, کد عبور, پین یکبار مصرف, کدتایید, کدورود, رمز ورود, کد تایید شما,
            کد صحت سنجی, کد محرمانه""",
        maybe="ارقام, کد, رمز, گذرواژه, پسورد, کلمه عبور",
        over="منقضی, باطل, اعتبار ندارد, استفاده شده",
        warns="کلاهبردار*, کلاهبرداری, جعلی",
        other="""
            تماس بگیرید, کد تخفیف, کدتخفیف, کد پستی, کدپستی, کد رهگیری, کد پیگیری, شماره
            پیگیری, کد مرسوله, شماره سفارش, سفارش, کد سفارش, مرسوله, بارنامه, شماره
            حساب, حساب, کارت, به کارت, شماره کارت, شماره, شناسه, شناسه پرداخت, شناسه
            قبض, قبض, پایانه, کد ملی, کد معرف, مرجع, شماره مرجع, شماره تماس, تلفن, تماس,
            پرواز, بلیط, نوبت, فاکتور, مانده, موجودی, رمز اول, کد دعوت, کد هدیه, کارت
            هدیه, کد تحویل, کد جایزه""",
        verify="""
            وارد شوی, بزن, وارد شوید, وارد کن, ورود, تایید, تأیید, ثبت نام, وارد کنید,
            احراز هویت, فعال سازی, فعالسازی""",
        notices="""
            تخفیف, جایزه, برنده, قرعه کشی, رایگان, هدیه, خرید کنید, ارسال شد, تحویل,
            پیک, واریز, مانده, موجودی, حراج, جشنواره, پیشنهاد, اشتباه وارد شده""",
        joins="شما, است, برای, ورود, به, این, عبارتست از, می باشد, عبارت است از, زیر",
        contact="تماس, پیامک, ارسال عدد, با شماره, ارسال کنید",
        units="""
            ریال, ريال, تومان, تومن, دقیقه, ثانیه, ساعت, روز, درصد, گیگ, گیگابایت,
            مگابایت, سال, امتیاز, irt, irr, نفر""",
        ends="؟؛",
        pauses="،",
    ),
    Language(
        "Hebrew",
        sure="""
            קוד אימות, קוד האימות, קוד הזדהות, קוד ההזדהות, קוד כניסה, קוד הכניסה, קוד
            חד פעמי, קוד חד-פעמי, סיסמה חד פעמית, סיסמה חד-פעמית, הסיסמה החד פעמית, קוד
            האישור, קוד זמני, סיסמה זמנית, קוד גישה, קוד הגישה, קוד ההתחברות, קוד
            התחברות, קוד ביטחון, קוד אבטחה, קוד האבטחה, קוד זיהוי, קוד הזיהוי, סיסמא חד
            פעמית, קוד הפעלה, קוד ההפעלה, קוד הרשמה, קוד סודי""",
        maybe="""
            הטוקן, טוקן, הספרות, ספרות, קוד, הקוד, בקוד, קודך, סיסמה, הסיסמה, סיסמתך,
            סיסמא, סיסמתכם, הסיסמא, קוד:""",
        permit="קוד אישור, מספר אישור",
        over="פג תוקף, פג תוקפו, אינו תקף, לא בתוקף, כבר נוצל",
        warns="הונאה, נוכל, נוכלים, מתחזים, התחזות",
        other="""
            התקשרו, חייגו, קוד קופון, קופון, קוד הנחה, קוד ההנחה, קוד מבצע, קוד הטבה,
            קוד שובר, שובר, קוד איסוף, קוד החבילה, קוד מתנה, מיקוד, הזמנה, הזמנתך, מספר
            הזמנה, הזמנה מספר, הזמנה מס, משלוח, מספר משלוח, משלוח מס, חבילה, חשבון,
            בחשבון, כרטיס, בכרטיס, המסתיים ב, המסתיים ב-, המסתיים בספרות, אסמכתא, מספר
            אסמכתא, מס, מספר, טלפון, טל, תור, רחוב, תביעה, מספר תביעה, טיסה, קבלה,
            חשבונית, יתרה, יתרתך, קוד ארונית, תא, לוקר, קוד הלוקר, פנייה, מספר פנייה,
            קריאה""",
        verify="""
            לכניסה, להזין, הכניסה, כדי להיכנס, לאישור, הקלידו, הקלד, אימות, להתחבר,
            התחברות, כניסה, להיכנס, הזן, הזינו, הרשמה, להזדהות, לאימות""",
        notices="""
            הנחה, מבצע, מבצעים, זכית, פרס, חינם, מתנה, קופון, סייל, להסרה, נשלחה, נמסרה,
            חבילה, חבילתך, שליח, משלוח, הופקד, זוכה, חויב, יתרה, יתרתך, תור, בוצעה""",
        joins="הוא, היא, שלך, שלכם, הבא, הינו, זה, את, להלן, עבור",
        contact="התקשר, התקשרו, חייגו, חייג, לבירורים, לפרטים, שלחו, לשירות, השב, מוקד",
        units="""
            ש"ח, שח, שקל, שקלים, דקות, דקה, שעות, שעה, שניות, ימים, יום, נקודות, אחוז,
            ₪, ג'יגה""",
    ),
    Language(
        "Hindi",
        sure="""
            सत्यापन कोड, वेरिफिकेशन कोड, ओटीपी, लॉगिन कोड, लॉग इन कोड, सुरक्षा कोड, वन
            टाइम पासवर्ड, पुष्टि कोड, पुष्टिकरण कोड, एक्सेस कोड, ओ.टी.पी, एकबारगी
            पासवर्ड, वन-टाइम पासवर्ड, प्रमाणीकरण कोड, सत्यापन पिन, पंजीकरण कोड""",
        maybe="अंकों, कोड, पासवर्ड, पिन, पासकोड",
        over="समाप्त हो, समाप्त हो गया, अमान्य, एक्सपायर",
        warns="धोखाधड़ी, धोखेबाज़, ठग, ठगों, जालसाज़",
        other="""
            कॉल करें, प्रोमो कोड, कूपन कोड, कूपन, डिस्काउंट कोड, पिन कोड, पिनकोड, ऑर्डर,
            ऑर्डर नंबर, ऑर्डर संख्या, खाता, खाते, कार्ड, ट्रैकिंग, ट्रैकिंग नंबर,
            संदर्भ, संदर्भ संख्या, रेफरेंस, नंबर, संख्या, पीएनआर, शिकायत, दावा, दावा
            संख्या, फोन, टोल फ्री, बुकिंग, टिकट, बिल, पॉलिसी, रेफरल कोड, क्यूआर कोड,
            बैलेंस, शेष""",
        verify="सत्यापित, लॉगिन, लॉग इन, रजिस्टर, पंजीकरण, दर्ज, सत्यापन, वेरिफाई, पुष्टि",
        notices="""
            छूट, ऑफर, इनाम, जीता, जीते, लॉटरी, मुफ्त, फ्री, कैशबैक, डिलीवर, डिलीवरी,
            पार्सल, जमा, निकासी, डेबिट, क्रेडिट, भुगतान सफल, बिल, सेल, कूपन""",
        joins="है, आपका, यह, के, लिए, हेतु, का, की, निम्न, से",
        contact="कॉल करें, कॉल, फोन, संपर्क, एसएमएस, भेजें, डायल",
        units="""
            रुपये, रुपए, रु, रू, मिनट, सेकंड, घंटे, दिन, अंक, पॉइंट्स, प्रतिशत, बजे,
            किमी, जीबी, एमबी, साल""",
        ends="।॥",
    ),
    Language(
        "Bengali",
        sure="""
            গোপন নম্বর, গোপন কোড, যাচাইকরণ কোড, ভেরিফিকেশন কোড, ওটিপি, লগইন কোড,
            নিরাপত্তা কোড, সিকিউরিটি কোড, ওয়ান টাইম পাসওয়ার্ড, নিশ্চিতকরণ কোড, যাচাই
            কোড, অ্যাক্টিভেশন কোড, এককালীন কোড, এককালীন পাসওয়ার্ড, একবার ব্যবহারযোগ্য
            কোড, প্রমাণীকরণ কোড""",
        maybe="কোড, কোডটি, পাসওয়ার্ড, পিন, পাসকোড",
        over="মেয়াদ শেষ, মেয়াদ উত্তীর্ণ, অবৈধ",
        warns="প্রতারক, প্রতারণা, জালিয়াতি",
        other="""
            প্রোমো কোড, কুপন কোড, কুপন, ডিসকাউন্ট কোড, পোস্ট কোড, পোস্টাল কোড, পোস্টকোড,
            অর্ডার, অর্ডার নম্বর, ট্র্যাকিং, ট্র্যাকিং নম্বর, একাউন্ট, অ্যাকাউন্ট,
            হিসাব, কার্ড, রেফারেন্স, ট্রানজেকশন, ট্রান্সঅ্যাকশন, নম্বর, নাম্বার, নং,
            ফোন, হটলাইন, পার্সেল, টিকিট, বিল, ব্যালেন্স, trxid, রেফারেল কোড, দাবি, দাবি
            নম্বর""",
        verify="যাচাই, লগইন, লগ ইন, নিবন্ধন, নিশ্চিত করতে, প্রবেশ, রেজিস্ট্রেশন, ভেরিফাই",
        notices="""
            ছাড়, অফার, পুরস্কার, জিতেছেন, লটারি, ফ্রি, ক্যাশব্যাক, ডেলিভারি, পার্সেল,
            জমা, ক্রেডিট, ডেবিট, উত্তোলন, বোনাস, কুপন, বিল, পেমেন্ট সফল""",
        joins="হল, হলো, হচ্ছে, আপনার, এই, জন্য, এর, টি",
        contact="কল, ফোন, যোগাযোগ, এসএমএস, পাঠান, ডায়াল",
        units="টাকা, মিনিট, সেকেন্ড, ঘন্টা, ঘণ্টা, দিন, পয়েন্ট, শতাংশ, জিবি, এমবি, bdt, tk, টাকার",
        ends="।॥",
    ),
    Language(
        "Urdu",
        sure="""
            تصدیقی کوڈ, تصدیق کا کوڈ, توثیقی کوڈ, لاگ ان کوڈ, او ٹی پی, سیکیورٹی کوڈ,
            سیکورٹی کوڈ, ون ٹائم پاس ورڈ, ون ٹائم پاسورڈ, یک وقتی کوڈ, تصدیقی نمبر,
            ایکٹیویشن کوڈ, ویریفیکیشن کوڈ, ون ٹائم کوڈ, خفیہ کوڈ, عارضی پاس ورڈ, او ٹی
            پی کوڈ""",
        maybe="کوڈ, پاس ورڈ, پاسورڈ, پن, پن کوڈ",
        over="میعاد ختم, ختم ہو, ناقابل استعمال",
        warns="دھوکہ, فراڈ, جعلساز, دھوکے",
        other="""
            کال کریں, پوسٹل کوڈ, پروموکوڈ, پرومو کوڈ, رعایتی کوڈ, ڈسکاؤنٹ کوڈ, کوپن کوڈ,
            آرڈر نمبر, آرڈر, ٹریکنگ نمبر, ٹریکنگ, اکاؤنٹ, اکاؤنٹ نمبر, حوالہ نمبر,
            حوالہ, ریفرنس, ٹرانزیکشن, فون, ہیلپ لائن, پارسل, بل, ٹکٹ, نمبر, بیلنس, کلیم
            نمبر, کارڈ, شکایت نمبر, رسید""",
        verify="تصدیق, لاگ ان, رجسٹر, درج کریں, توثیق, رجسٹریشن",
        notices="""
            رعایت, آفر, انعام, جیت, جیتا, لاٹری, مفت, کیش بیک, ڈیلیوری, پارسل, جمع,
            ڈیبٹ, کریڈٹ, سیل, کوپن, بیلنس""",
        joins="ہے, آپ کا, آپ, کا, کی, کے, لیے, یہ, درج ذیل",
        contact="کال کریں, پر کال, کال, فون, رابطہ, ایس ایم ایس, بھیجیں, ڈائل",
        units="روپے, روپیہ, منٹ, سیکنڈ, گھنٹے, دن, پوائنٹس, فیصد, جی بی, ایم بی, pkr, بجے",
        ends="۔؟؛",
        pauses="،",
    ),
    Language(
        "Indonesian and Malay",
        sure="""
            kode verifikasi, kode otp, kode akses, kode masuk, kode login, kode
            keamanan, kode konfirmasi, kode aktivasi, kode rahasia, kode autentikasi,
            kode registrasi, kode sekali pakai, sandi sekali pakai, kata sandi sekali
            pakai, kod pengesahan, kod verifikasi, kod keselamatan, kod log masuk, kod
            akses, kod tac, kod otp, nombor tac, no tac, kata laluan sekali guna, kod
            pengaktifan, kata laluan sementara, kod sekali guna, kode pendaftaran, kod
            pendaftaran, kata sandi sementara, kode pengesahan""",
        maybe="angka, digit, kode, kod, sandi, kata sandi, kata laluan, pin anda",
        permit="kode otorisasi, kod kelulusan, kode persetujuan, kode transaksi, kod kebenaran",
        over="""
            telah tamat tempoh, kedaluwarsa, kadaluarsa, sudah tidak berlaku, telah
            luput, telah tamat, tidak sah, sudah digunakan""",
        warns="penipu, penipuan, waspada, scam",
        other="""
            hubungi, call center, permohonan, no permohonan, kode promo, kod promo, kode
            voucher, kode kupon, kod diskaun, kode diskon, kod baucar, kode pos, poskod,
            kode referral, kod rujukan, kode booking, kode bayar, kode pembayaran, kode
            area, kode barang, nomor resi, no resi, resi, no. resi, pesanan, nomor
            pesanan, no pesanan, nombor pesanan, nomor, nombor, no rujukan, rujukan,
            tempahan, bungkusan, paket, rekening, no rekening, no rek, akaun, no akaun,
            kartu, kad, tagihan, invois, tiket, telepon, telefon, saldo, baki, virtual
            account, no va, va, nomor klaim, no tuntutan, kode unik, kode pengambilan,
            referensi, no ref, antrean, no antrian, nombor giliran, kode ambil""",
        verify="""
            masuk, login, verifikasi, masukkan, konfirmasi, pengesahan, daftar,
            pendaftaran, log masuk, registrasi, aktivasi""",
        notices="""
            berhasil, diluluskan, berjaya, disetujui, promo, diskon, diskaun, hadiah,
            pemenang, menang, selamat anda, gratis, percuma, cashback, voucher, baucar,
            paket anda, pesanan, dikirim, telah dihantar, kurir, pembayaran berhasil,
            bayaran berjaya, saldo, baki akaun, transfer berhasil, undian, bonus,
            tagihan, potongan, jualan, tawaran""",
        joins="""
            anda, adalah, ialah, ini, untuk, yaitu, kamu, berikut, bapak, ibu, nya,
            pada, siapapun, sila guna, gunakan, masukkan""",
        contact="hubungi, telepon, telp, sms ke, balas, ketik, kirim, hantar, taip, call",
        sent="dengan",
        units="""
            rupiah, rp, idr, rm, myr, ringgit, menit, minit, detik, saat, jam, hari,
            poin, mata, persen, gb, mb, ribu, juta, tahun""",
    ),
    Language(
        "Vietnamese",
        sure="""
            mã otp, ma otp, mã xác thực, ma xac thuc, mã xác minh, ma xac minh, mã xác
            nhận, ma xac nhan, mã đăng nhập, ma dang nhap, mã bảo mật, ma bao mat, mã
            kích hoạt, ma kich hoat, mật khẩu một lần, mat khau mot lan, mã pin, ma pin,
            mã truy cập, mã đăng ký, ma dang ky, mật khẩu tạm thời, mat khau tam thoi,
            mã kiểm tra, mã của bạn, mã số xác, mã giao dịch otp, số mã xác minh, mật
            khẩu dùng một lần, mat khau dung mot lan, ma so bi mat, mã an toàn, mã bí
            mật, ma bi mat, ma giao dich otp, ma so xac""",
        maybe="""
            chữ số, dãy số, mật khẩu, mat khau, mã code, mã số, ma so, mã này, mã là, ma
            cua ban, ma la""",
        permit="mã chuẩn chi, ma chuan chi",
        over="đã hết hạn, da het han, không còn hiệu lực, khong con hieu luc, đã được sử dụng",
        warns="lừa đảo, lua dao, kẻ gian, ke gian, giả danh, gia danh, mạo danh",
        other="""
            mã số trúng thưởng, ma so trung thuong, mã trúng thưởng, ma trung thuong,
            gọi, goi, gọi số, giao dịch, giao dich, mã giảm giá, ma giam gia, mã khuyến
            mãi, ma khuyen mai, mã bưu chính, mã vận đơn, ma van don, mã đơn hàng, ma
            don hang, đơn hàng, don hang, mã giới thiệu, mã vé, mã đặt chỗ, ma dat cho,
            mã khách hàng, ma khach hang, mã hóa đơn, mã số thuế, số tài khoản, so tai
            khoan, tài khoản, tai khoan, tk, của thẻ, cua the, so the, số thẻ, số điện
            thoại, so dien thoai, hotline, đt, tổng đài, tong dai, mã giao dịch, ma giao
            dich, mã tham chiếu, hóa đơn, hoa don, so du, số dư, mã voucher, ma voucher,
            mã bồi thường, mã quà tặng, ma qua tang, mã hồ sơ, ma ho so, đơn, biển số,
            số, mã nhận hàng, mã phiếu, mã ưu đãi, ma uu dai""",
        verify="""
            nhập, bấm, đăng nhập, dang nhap, xác thực, xac thuc, xác minh, xac minh, xác
            nhận, xac nhan, nhập mã, nhap ma, đăng ký, dang ky, kích hoạt""",
        notices="""
            thành công, thanh cong, giảm giá, giam gia, khuyến mãi, khuyen mai, trúng
            thưởng, trung thuong, miễn phí, mien phi, quà tặng, qua tang, ưu đãi, uu
            dai, đơn hàng, don hang, giao hàng, giao hang, bưu kiện, so du, số dư, biến
            động, da thay doi, hoàn tiền, voucher, thanh toán thành công, thanh toan
            thanh cong, lịch hẹn, lich hen, hóa đơn, hoa don, giảm""",
        joins="""
            là, la, của, cua, bạn, ban, quý khách, quy khach, cho, sau, trên, tren, tại,
            tai, này, nay, số, so, dùng, gồm""",
        contact="""
            liên hệ, lien he, gọi, goi, soạn, soan, gửi, gui, nhắn, lh, hotline, tổng
            đài, tong dai""",
        units="""
            đồng, đ, dong, vnd, vnđ, phút, phut, giây, giay, giờ, gio, ngày, ngay,
            tháng, thang, năm, nam, điểm, diem, gb, mb, k, phần trăm""",
    ),
    Language(
        "Thai",
        sure="""
            รหัสยืนยัน, รหัสผ่านครั้งเดียว, รหัส otp, รหัสotp, รหัสผ่านชั่วคราว,
            รหัสลับ, รหัสเข้าสู่ระบบ, รหัสความปลอดภัย, รหัสรักษาความปลอดภัย,
            รหัสผ่านแบบใช้ครั้งเดียว, รหัสใช้ครั้งเดียว, รหัสตรวจสอบ, รหัสเปิดใช้งาน,
            รหัสการยืนยัน, โอทีพี, รหัสผ่าน otp, รหัสพิน, รหัสลงทะเบียน,
            รหัสผ่านใช้ครั้งเดียว, รหัสยืนยันตัวตน, รหัสการเข้าสู่ระบบ, รหัสทำรายการ,
            รหัสเข้าใช้งาน""",
        maybe="ตัวเลข, รหัส, โค้ด, รหัสผ่าน, พาสเวิร์ด",
        permit="รหัสอนุมัติ",
        over="หมดอายุแล้ว, ได้หมดอายุ, ถูกใช้แล้ว",
        warns="มิจฉาชีพ, หลอกลวง, แอบอ้าง",
        other="""
            รหัสอ้างอิง, อ้างอิง, เลขอ้างอิง, เลขที่อ้างอิง, หมายเลขอ้างอิง, โค้ดส่วนลด,
            โค้ดส่งฟรี, รหัสส่วนลด, รหัสไปรษณีย์, คำสั่งซื้อ, คำสั่งซื้อสินค้า,
            หมายเลขคำสั่งซื้อ, เลขพัสดุ, หมายเลขพัสดุ, พัสดุ, เลขที่บัญชี, บัญชี, บ/ช,
            บช, บัตร, บัตรเครดิต, บัตรลงท้าย, ลงท้าย, หมายเลขบัตร, โทร, เบอร์, ติดต่อ,
            หมายเลข, เลขที่, ใบแจ้งหนี้, ใบเสร็จ, รหัสสินค้า, รหัสลูกค้า, รหัสสมาชิก,
            รหัสจอง, เที่ยวบิน, ยอดเงิน, คงเหลือ, รหัสรับสินค้า, รหัสรับพัสดุ,
            รหัสคูปอง, คูปอง, เคลม, เลขเคลม, กรมธรรม์, รหัสรายการ, คิว, คิวที่, ทะเบียน,
            โค้ดลด, โค้ด, ใช้โค้ด""",
        verify="เข้าระบบ, ใส่, เข้าสู่ระบบ, ยืนยัน, ลงทะเบียน, กรอก, ล็อกอิน, ยืนยันตัวตน",
        notices="""
            ส่วนลด, ลดสูงสุด, โปรโมชั่น, ฟรี, รางวัล, โชคดี, ผู้โชคดี, ชิงรางวัล,
            เครดิตฟรี, แจก, จัดส่ง, พัสดุ, คำสั่งซื้อ, ยอดเงินคงเหลือ, เงินเข้า,
            ถอนเงิน, คลิก, ช้อป, ชำระเงินเรียบร้อย, โอนเงินสำเร็จ, คงเหลือ, นัดหมาย,
            โค้ด, ได้รับเงิน""",
        joins="คือ, ของคุณ, ของท่าน, ของ, คุณ, ท่าน, นี้, เป็น, ที่, สำหรับ, ใช้, ว่า",
        contact="โทร, ติดต่อ, สอบถาม, กด, ส่ง sms, พิมพ์",
        units="""
            บาท, นาที, วินาที, ชั่วโมง, ชม, วัน, คะแนน, พอยท์, แต้ม, เปอร์เซ็นต์, บ, ปี,
            เดือน, น, gb, ครั้ง, thb, ชิ้น""",
    ),
    Language(
        "Turkish",
        sure="""
            doğrulama kod*, onay kod*, güvenlik kod*, aktivasyon kod*, giriş kod*, tek
            kullanımlık şifre*, tek kullanımlık parola*, tek kullanımlık kod*, tek
            seferlik şifre*, şifre kod*, sms şifre*, geçici şifre*, cep şifre*,
            doğrulama şifre*, sms kod*, 3d secure şifre*, onay şifre*, kayıt kod*,
            erişim kod*, mobil onay, teyit kod*, işlem şifre*, tek kullanımlık doğrulama""",
        maybe="rakam*, haneli, kod*, şifre*, parola*, pin kod*, kodu, kodun, kodunuz",
        permit="provizyon kod*, otorizasyon kod*",
        over="süresi doldu, süresi dolmuştur, geçersiz*, süresi geçti, kullanılmış*",
        warns="dolandırıcı*, sahte",
        other="""
            arayın, hasar kod*, indirim kod*, kupon kod*, kupon*, kampanya kod*,
            promosyon kod*, posta kod*, takip kod*, takip no, takip numara*, kargo
            takip*, sipariş no, sipariş numara*, sipariş*, referans kod*, referans no,
            davet kod*, rezervasyon kod*, rezervasyon no, pnr, provizyon no, hesap,
            hesap no, hesab*, kart*, kartınız*, müşteri no, fatura*, abone no, iban,
            telefon*, tel, dosya no, hasar dosya*, poliçe*, bakiye*, ref, ref no, işlem
            no, numaralı, nolu, no'lu, biten, ile biten, teslimat kod*, teslim kod*,
            kargo kod*, bilet*, randevu*, barkod*""",
        verify="""
            girerek, oturum*, gir, onaylıyor*, yazın, doğrula*, giriş yap*, girin,
            giriniz, onayla*, üye ol*, kayıt ol*, oturum aç*, aktivasyon*, giriş için""",
        notices="""
            harcama yap*, ödeme yapıl*, işleminiz gerçekleş*, indirim*, kampanya*,
            kazandınız, kazan, hediye*, çekiliş*, ücretsiz, kargoya, kargonuz, teslim
            edildi, siparişiniz, dağıtıma, bakiyeniz, hesabınıza, yatırıl*, çekilmiştir,
            ödemeniz alındı, fırsat*, sms almamak, ret yaz*, puan*, randevu*, bonus""",
        joins="dir, dır, olan, için, bu, şu, aşağıdaki, icin, sizin, olarak",
        contact="""
            arayın, arayınız, gönderin, gönderiniz, çağrı merkezi, müşteri hizmetleri,
            iptal için, ara""",
        units="""
            tl, lira, ₺, dakika, dk, saniye, sn, saat, gün, puan, yıl, ay, gb, mb, km,
            adet, taksit, kez""",
    ),
    Language(
        "Polish",
        sure="""
            kod 3d secure, kod 3d, kod weryfikacyjn*, kod autoryzacyjn*, kod
            potwierdzając*, kod sms, kod jednorazow*, jednorazow* kod*, jednorazow*
            hasł*, hasło jednorazow*, hasło sms, smskod, kod dostępu, kod logowania, kod
            do logowania, kod aktywacyjn*, kod bezpieczeństwa, kod uwierzytelniając*,
            kod potwierdzenia, hasło tymczasowe, tymczasowe hasło, kod weryfikacji, kod
            rejestracyjn*, kod do autoryzacji, kod uwierzytelnienia""",
        maybe="cyfr*, kodem, kodu, kod, hasło, hasłem, pin",
        permit="kod autoryzacji",
        over="wygasł*, stracił ważność, nieważny, jest nieaktualny, został już",
        warns="oszust*, oszuś*, wyłudz*",
        other="""
            skierowani*, e-skierowani*, zadzwoń, zadzwoń pod, kod szkody, kod rabatow*,
            kod promocyjn*, kod pocztow*, kod odbioru, kod kreskowy, kod kuponu, kupon*,
            zamówieni*, nr zamówienia, numer zamówienia, przesyłk*, paczk*, nr
            przesyłki, numer przesyłki, konto, konta, konto nr, rachunk*, nr rachunku,
            kart*, nr karty, faktur*, nr faktury, tel, telefon*, infolini*, nr, numer,
            nr ref, referencj*, umow*, nr klienta, zwrot nr, szkod*, nr szkody, lot,
            bilet*, wizyt*, saldo, kod zniżkow*, kod podarunkow*, karta podarunkowa,
            skrytk*, paczkomat*, operacji nr, przelew nr, polis*""",
        verify="""
            zweryfik*, zalogow*, zaloguj*, logowani*, potwierdź, potwierdzenie,
            potwierdzić, zarejestruj*, rejestracj*, wpisz, podaj kod, weryfikacj*,
            aktywuj*""",
        notices="""
            zaakceptowan*, płatność przyjęta, rabat*, promocj*, zniżk*, wyprzedaż*,
            wygrał*, wygraną, nagrod*, gratis, darmow*, konkurs*, przesyłka, paczka,
            dostarczon*, kurier*, odbierz, saldo, wpłat*, zaksięgowan*, obciążen*,
            dopłat*, transakcja zakończona, wizyta, rezerwacj*, kupon*""",
        joins="to, twój, twoj, jest, do, nr, oto, poniższy, następujący, brzmi",
        contact="zadzwoń, dzwoń, tel, infolinia, wyślij, odpisz, kontakt, sms na numer",
        sent="kodem",
        units="""
            zł, zl, pln, gr, min, minut*, sekund*, godz*, dni, dzień, pkt, punkt*, gb,
            mb, km, lat, rok, szt""",
    ),
    Language(
        "Czech",
        sure="""
            sms klíč, bezpečnostní klíč, ověřovací kód*, ověřovací heslo, potvrzovací
            kód*, přihlašovací kód*, bezpečnostní kód*, jednorázov* kód*, jednorázov*
            hesl*, aktivační kód*, sms kód*, kód pro přihlášení, kód pro ověření,
            autorizační sms, kód pro potvrzení, přístupový kód*, dočasné heslo,
            registrační kód*, kód z sms""",
        maybe="číslic*, kód, kódu, kódem, heslo, kod",
        permit="autorizační kód*",
        over="vypršel*, již neplat*, neplatný, byl použit, už neplatí",
        warns="podvod*, podvodní*",
        other="""
            volejte, zavolejte, kód škody, slevový kód*, promo kód*, promokód*, poštovní
            směrovací číslo, psč, objednávk*, číslo objednávky, zásilk*, číslo zásilky,
            balík*, účet, účtu, číslo účtu, karty, karta, kartou, faktur*, smlouv*, tel,
            telefon*, infolink*, variabilní symbol, vs, pojistn* událost*, číslo, č,
            rezervac*, vstupenk*, zůstat*, výdejní kód*, kód pro vyzvednutí, pin pro
            vyzvednutí, kód zásilky, heslo pro vyzvednutí, spis*, dárkový kód*, poukaz*,
            kód poukazu, zákaznické číslo""",
        verify="""
            opište, opiš, napište, přihlášení, přihlásit*, přihlaste, ověření, ověřte,
            potvrďte, potvrzení, registrac*, zadejte, aktivac*""",
        notices="""
            přijata, platba přijata, zaplaceno, slev*, akce, výprodej*, vyhráli, výhra*,
            výhr*, zdarma, dárek, soutěž*, doručen*, kurýr*, zásilk*, balík*, zůstatek,
            připsán*, odepsán*, zaplacen*, objednáv*, rezervace, termín*, poukaz*""",
        joins="je, váš, pro, zní, tento, použijte, zadejte, toto",
        contact="volejte, zavolejte, tel, infolinka, pošlete, odešlete, kontaktujte",
        sent="s",
        units="kč, kc, czk, min, minut*, sekund*, hod*, dní, dnů, bod*, gb, mb, km, ks, rok*",
    ),
    Language(
        "Romanian",
        sure="""
            cod de verificare, codul de verificare, cod verificare, cod de confirmare,
            codul de confirmare, cod de securitate, codul de securitate, cod de
            autentificare, codul de autentificare, cod de acces, codul de acces, cod de
            activare, codul de activare, parola unică, parolă unică, parola de unică
            folosință, parolă de unică folosință, cod sms, codul sms, cod unic, codul
            unic, parola temporară, codul otp, cod otp, codul de conectare, cod de
            conectare, cod de înregistrare, codul de logare, cod de unică folosință,
            codul de unică folosință, codul de validare, cod de validare""",
        maybe="cifrele, cifre, codul, cod, parola, parolă, codului",
        permit="cod autorizare, cod de autorizare, codul de autorizare",
        over="a expirat, nu mai este valabil, expirat, a fost folosit",
        warns="fraud*, escroc*, înșel*",
        other="""
            sunați, sunați la, cod daună, codul daunei, cod dosar, codul dosarului, cod
            promoțional, codul promoțional, cod promo, cod de reducere, codul de
            reducere, cod voucher, codul voucher, cod poștal, codul poștal, comand*,
            comanda nr, comanda dvs, nr comenzii, awb, colet*, numărul coletului, cont,
            contul, contului, card, cardul, cardului, factur*, factura nr, nr, număr*,
            tel, telefon*, referinț*, dosar*, dosar de daună, daun*, zbor*, bilet*,
            rezervar*, programar*, sold, soldul, cod client, cod cupon, cod ridicare,
            cod de ridicare, codul de ridicare, codul coletului, cod bare, cod de bare,
            polița""",
        verify="""
            tastând, tastați, folosește, folosiți, scrie, autentificare, conectare,
            conectați*, verifica, verificați*, confirma, confirmați*, introdu,
            introduceți, înregistrare, autentifica*, logare, activare""",
        notices="""
            plata acceptata, plată acceptată, reducer*, promoți*, ofert*, câștigat*,
            premiu*, gratuit*, cadou*, livrat*, curier*, colet*, comanda, sold, soldul,
            debitat*, creditat*, încasat*, plata a fost, programarea, rezervarea,
            voucher*""",
        joins="""
            este, e, tău, dvs, dumneavoastră, pentru, tau, tine, următorul, este
            urmatorul, dvs este""",
        contact="sunați, suna, apelați, tel, trimite, trimiteți, contactați, call center",
        sent="cu",
        units="lei, ron, ban, bani, minute, min, secunde, ore, zile, puncte, gb, mb, km, ani",
    ),
    Language(
        "Hungarian",
        sure="""
            ellenőrző kód*, ellenőrzőkód*, megerősítő kód*, megerősítőkód*, biztonsági
            kód*, belépési kód*, belépőkód*, bejelentkezési kód*, egyszer használatos
            kód*, egyszer használatos jelsz*, egyszeri jelsz*, egyszeri kód*, hitelesítő
            kód*, hitelesítési kód*, aktiváló kód*, aktivációs kód*, sms kód*, sms-kód*,
            aláíró jelsz*, jóváhagyó kód*, ideiglenes jelsz*, azonosító kód*,
            visszaigazoló kód*, regisztrációs kód*, belépési jelsz*, egyszer használható
            kód*""",
        maybe="""
            számjegy*, számot, számokat, kód*, kódja*, kódod*, kod, kodja, jelsz*,
            pin-kód*, pin kód*""",
        permit="engedélyszám*, engedélykód*, engedélyezési kód*",
        over="lejárt, érvénytelen, már felhasznált*",
        warns="csaló*, csalás*",
        other="""
            hívja, hívja a, kárkód*, kuponkód*, kupon kód*, kedvezménykód*, promóciós
            kód*, promókód*, irányítószám*, rendelés*, rendelésszám*, rendelési szám*,
            csomag*, csomagszám*, számla*, számlaszám*, bankszámla*, kártya*, kártyá*,
            végű kártya*, végződésű, tel, telefon*, ügyfélszám*, ügyszám*, kárszám*,
            járat*, foglalás*, foglalási szám*, egyenleg*, azonosító*, hivatkozási
            szám*, ajándékkód*, átvételi kód*, nyitókód*, vonalkód*, utalvány*,
            utalványkód*, sorszám*, kötvényszám*""",
        verify="""
            gépelje be, engedélyez*, gépeld be, bejelentkez*, belép*, hitelesít*,
            megerősít*, regisztrác*, adja meg, add meg, írja be, írd be, ellenőrz*,
            aktivál*""",
        notices="""
            sikeres, sikeresen, jóváhagyva, kedvezmény*, akció*, nyeremény*, nyert*,
            ingyen*, ajándék*, kiszállít*, futár*, csomagja, csomagod, rendelésed,
            rendelését, egyenleg*, jóváír*, terhel*, leárazás*, időpont*, foglalás*,
            kupon*, feladtuk, sikeres fizetés""",
        joins="az, a, ön, öné, te, következő, ez, a következő, használja",
        contact="hívja, hívjon, hívd, tel, küldjön, küldd, ügyfélszolgálat",
        sent="ezzel",
        units="ft, huf, forint*, perc*, másodperc*, óra, óráig, nap*, pont*, gb, mb, km, év*, db",
    ),
    Language(
        "Dutch",
        sure="""
            verificatiecode*, bevestigingscode*, beveiligingscode*, inlogcode*,
            toegangscode*, eenmalige code*, eenmalig wachtwoord, activatiecode*,
            activeringscode*, sms-code*, smscode*, tan-code*, tancode*, eenmalige
            toegangscode, controlecode*, aanmeldcode*, tijdelijk wachtwoord,
            registratiecode*, authenticatiecode*, eenmalige inlogcode, herstelcode*,
            pincode*, identificatiecode*, validatiecode*, signeercode*""",
        maybe="cijfers, code, wachtwoord, *code",
        permit="autorisatiecode*",
        over="is verlopen, verlopen, al gebruikt, niet meer geldig, ongeldig, werkt niet meer",
        warns="fraude, oplicht*, fraudeur*, phishing",
        other="""
            bel, bel met, bankpas, betaalpas, pas, schadecode*, kortingscode*,
            actiecode*, vouchercode*, waardecode*, couponcode*, postcode*,
            streepjescode*, barcode*, afhaalcode*, ophaalcode*, cadeaucode*,
            bestelling*, bestelnummer*, ordernummer*, pakket*, zending*, track & trace,
            factuur*, factuurnummer*, rekening*, rekeningnummer*, kaart*, kenmerk*,
            referentie*, betalingskenmerk*, dossier*, dossiernummer*, schadenummer*,
            klantnummer*, tel, telefoon*, nummer, nr, vlucht*, boeking*, reservering*,
            saldo, landcode*, boekingscode*, reserveringscode*, polisnummer*,
            lockercode*, zaaknummer*""",
        verify="""
            voer, verder te gaan, typ, tik, verificatie*, inloggen, in te loggen, log
            in, aanmelden, verifieer, verifiëren, bevestig, bevestigen, registreren,
            registratie, voer in, activeren""",
        notices="""
            betaling goedgekeurd, goedgekeurd, betaling geslaagd, betaald, korting*,
            actie, aanbieding*, gewonnen, prijs*, gratis, winnaar*, bezorgd, bezorgen,
            bezorger, pakket*, bestelling*, verzonden, saldo, afgeschreven,
            bijgeschreven, afspraak*, uitverkoop*, reservering*, cadeau*""",
        joins="is, uw, je, jouw, de, deze, met, hier, volgende, luidt, gebruik",
        contact="bel, bellen, belt, tel, sms naar, stuur, whatsapp, contact",
        sent="met",
        units="""
            euro, eur, min, minuten, minuut, seconden, sec, uur, dagen, dag, punten, gb,
            mb, km, jaar, stuks, cent""",
    ),
    Language(
        "German",
        sure="""
            bestätigungscode*, verifizierungscode*, verifikationscode*,
            sicherheitscode*, einmalcode*, einmal-code*, einmalpasswort*,
            einmal-passwort*, einmalkennwort*, einmal-kennwort*, einmalige* code*,
            zugangscode*, anmeldecode*, aktivierungscode*, freischaltcode*,
            freigabecode*, tan-nummer, push-tan, pushtan, chiptan, sms-tan, mobile tan,
            logincode*, login-code*, authentifizierungscode*, registrierungscode*,
            prüfcode*, sms-code*, mtan*, bestätigungs-code*, einmalige* passwort*,
            einmalige* kennwort*, identifizierungscode*, zugriffscode*, einmal-pin*,
            einmalpin, aktivierungs-code*, verifizierungs-code*, sicherheits-code*,
            anmelde-code*, kontrollcode*, wiederherstellungscode*""",
        maybe="""
            schlüssel, einmalschlüssel, ziffern, zahlen, code, codes, *code, kennwort,
            passwort, geheimzahl, kennziffer""",
        permit="autorisierungscode*, genehmigungsnummer",
        over="abgelaufen, ungültig, nicht mehr gültig, bereits verwendet, wurde bereits",
        warns="betrüger*, betrug*, phishing",
        other="""
            anrufen unter, ruf, rufen sie, antragsnummer, gutscheincode*,
            gutschein-code*, rabattcode*, rabatt-code*, aktionscode*, promocode*,
            promo-code*, postleitzahl, plz, abholcode*, abhol-code*, barcode*,
            strichcode*, qr-code*, bestellung, bestellnummer, bestell-nr, bestellnr,
            auftrag*, auftragsnummer, sendung, sendungsnummer, paket*, paketnummer,
            rechnung*, rechnungsnummer, rechnungsnr, konto*, kontonummer, iban, karte*,
            kartennummer, kunden-nr, kundennummer, aktenzeichen, schadennummer,
            schaden-nr, vorgangsnummer, referenz*, ref-nr, tel, telefon*, hotline, nr,
            nummer, flug, buchung*, buchungscode*, buchungsnummer, reservierung*, saldo,
            kontostand, endziffer*, endziffern, endet auf, zimmer, ticket*, gleis,
            türcode*, fehlercode*, wlan-passwort, packstation*, geschenkcode*,
            artikelnummer, vertragsnummer, versicherungsnummer, wlan-code*,
            mitgliedsnummer, ländercode*""",
        verify="""
            melde dich, an der anmeldung, die anmeldung, verifizier*, eintippen, tippen
            sie, bestätigung, anmelden, anmeldung, einloggen, bestätigen sie,
            bestätigen, verifizieren, registrierung, registrieren, geben sie, eingeben,
            gib, melden sie sich, freigabe, aktivieren, login""",
        notices="""
            zahlung autorisiert, genehmigt, rabatt*, gutschein*, aktion, angebot*,
            gewonnen, gewinn*, gratis, kostenlos, geschenk*, zugestellt, zustellung,
            lieferung*, paket, paketbote, sendung, bestellung, versandt, saldo,
            kontostand, gutgeschrieben, abgebucht, belastet, termin*, prämie*,
            verlosung, schlussverkauf, reservierung*, zahlung erhalten, abholbereit,
            einlösen""",
        joins="""
            ist, ihr, dein, lautet, der, die, das, für, diesem, diesen, mit, hier,
            folgender, folgenden, ihre, deine, sie, nutzen""",
        contact="""
            rufen sie, anrufen, ruf, tel, telefon, hotline, senden sie, sende, antworten
            sie, antworte, kontakt""",
        sent="mit",
        units="""
            euro, eur, cent, min, minuten, minute, sek, sekunden, uhr, std, stunden,
            tage, tagen, tag, punkte, gb, mb, km, jahre, stück, chf, franken, fr""",
    ),
    Language(
        "French",
        sure="""
            code de vérification, code de confirmation, code de sécurité, code
            d'authentification, code d'accès, code de connexion, code d'activation, code
            de validation, code à usage unique, code unique, mot de passe à usage
            unique, mot de passe unique, mot de passe temporaire, code sms, code otp,
            code secret, code temporaire, code d'identification, code confidentiel, code
            d'inscription, code à 6 chiffres, code à 4 chiffres, code de vérif, code de
            paiement, code de réinitialisation, votre code pin""",
        maybe="chiffres, code, mot de passe, codes",
        permit="code d'autorisation, n° d'autorisation",
        over="a expiré, n'est plus valable, n'est plus valide, déjà été utilisé, déjà utilisé",
        warns="fraude*, arnaque*, escroc*, hameçonnage",
        other="""
            appelez, appelez le, composez, composez le, code sinistre, code promo, code
            promotionnel, code de réduction, code réduction, code avantage, code postal,
            code barre, code-barres, code de retrait, code retrait, code client, code
            cadeau, code parrain, code parrainage, code colis, commande, commande n, n°
            de commande, numéro de commande, colis, suivi, n° de suivi, numéro de suivi,
            facture, n° de facture, compte, n° de compte, carte, n° de carte, carte
            bancaire, dossier, n° de dossier, référence, réf, sinistre, n° de sinistre,
            tel, tél, téléphone, vol, billet, réservation, n° de réservation, solde, n,
            n°, numéro, terminant par, finissant par, contrat, chèque, code d'entrée,
            digicode, code wifi, bon d'achat, code de réservation, carte cadeau, code
            erreur, ticket, casier, consigne, code casier, transaction, client""",
        verify="""
            identité, vérification, tapez, taper, connexion, connecter, vérifier,
            confirmer, confirmez, saisissez, saisir, entrez, inscription, valider,
            validez, authentification, activer, identifier""",
        notices="""
            paiement a été accepté, paiement autorisé, achat autorisé, promo*,
            réduction*, remise*, soldes, gagné, gagnant*, cadeau*, gratuit*, offert*,
            livré*, livraison*, colis, livreur, commande, expédié*, débité*, crédité*,
            solde, rendez-vous, rdv, paiement accepté, réservation*, offre*, bon
            d'achat, retrait, stop sms, profitez""",
        joins="""
            est, votre, ton, le, la, suivant, voici, pour, ci-dessous, les, ce, avec,
            utilisez, :""",
        contact="""
            appelez, appeler, contactez, tel, tél, envoyez, répondez, stop au, sms au,
            composez""",
        sent="avec, par",
        units="""
            euros, euro, eur, €, min, minutes, minute, secondes, sec, heures, heure, h,
            jours, jour, points, mo, km, ans, centimes, pts, chf, fcfa, f""",
    ),
    Language(
        "Spanish",
        sure="""
            código de verificación, código de confirmación, código de seguridad, código
            de acceso, código de autenticación, código de activación, código de inicio
            de sesión, código de un solo uso, código único, código otp, código sms,
            contraseña de un solo uso, contraseña temporal, clave de un solo uso, clave
            dinámica, clave temporal, clave sms, clave otp, código temporal, código de
            validación, código de registro, código de ingreso, clave de acceso, token de
            seguridad, código de identificación, pin de verificación, clave de
            seguridad, código dinámico, código de recuperación, clave única, código
            token, clave de confirmación, clave de verificación""",
        maybe="dígitos, cifras, código, clave, contraseña, códigos, pin",
        permit="código de autorización, codigo autorización, autorización",
        over="""
            ha caducado, caducado, expiró, ha expirado, ya no es válido, ya fue usado,
            ha sido usado, ya se usó, venció""",
        warns="fraude*, estafa*, timo, phishing",
        other="""
            clave ganadora, código ganador, número ganador, llame al, llama al, marque,
            marca, código de siniestro, código siniestro, código promocional, código
            promo, código de descuento, código descuento, código postal, código de
            cupón, cupón, cupon*, código de barras, código de recogida, código de
            retiro, código de reserva, código de cliente, código de referido, pedido, n°
            de pedido, número de pedido, pedido n, orden, envío, n° de envío, guía,
            número de guía, seguimiento, n° de seguimiento, factura, cuenta, n° de
            cuenta, tarjeta, n° de tarjeta, terminada en, terminación, termina en,
            expediente, referencia, ref, siniestro, n° de siniestro, tel, teléfono,
            vuelo, reserva, localizador, saldo, número, n, nro, núm, contrato, código
            regalo, tarjeta regalo, habitación, cita, turno, ticket, comprobante, folio,
            operación, código de regalo, transacción, código de área, código de error,
            vale, taquilla, código de entrega, radicado, póliza, cliente""",
        verify="""
            autorízalo, autorícelo, autorice, autoriza, digita, digite, teclea, escribe,
            verificar, verifica, verifique, iniciar sesión, inicia sesión, inicio de
            sesión, ingresar, ingresa, ingrese, confirmar, confirma, confirme,
            introduce, introduzca, registro, registrarse, registrarte, autenticar,
            acceder, activar""",
        notices="""
            pago fue aprobado, pago aprobado, compra autorizada, descuento*, oferta*,
            promoción*, promo, ganado, ganaste, premio*, gratis, regalo*, sorteo*,
            entregado, entrega, repartidor, paquete, abono, cargo, saldo, compra
            aprobada, rebajas, cupón*, cita, reserva confirmada, pago recibido, ha sido
            bloqueada, canjea*, recoger, envío, aprobada""",
        joins="""
            es, tu, su, el, la, de, para, siguiente, este, con, usa, use, utiliza,
            utilice, será, :, este código""",
        contact="""
            llame, llama, llámenos, llámanos, tel, contacte, envía, envíe, responde,
            responda, comuníquese""",
        sent="con",
        units="""
            euros, euro, eur, pesos, mxn, cop, ars, clp, soles, min, minutos, minuto,
            segundos, horas, hora, h, días, dia, puntos, gb, mb, km, años, céntimos,
            pts, dólares, usd""",
    ),
    Language(
        "Portuguese",
        sure="""
            código de verificação, código de confirmação, código de segurança, código de
            acesso, código de autenticação, código de ativação, código de uso único,
            código único, código sms, código otp, senha temporária, senha de uso único,
            senha única, senha de acesso, token de segurança, código de login, código de
            validação, código de cadastro, código de registo, palavra-passe temporária,
            palavra-passe única, palavra-passe de utilização única, chave de segurança,
            código temporário, código de identificação, código de início de sessão,
            código de entrada, senha provisória, chave de acesso, código de recuperação,
            código token""",
        maybe="dígitos, números, código, senha, palavra-passe, codigo, chave",
        permit="código de autorização, autorização",
        over="""
            expirou, expirado, já não é válido, não é mais válido, já foi usado, já foi
            utilizado, perdeu a validade""",
        warns="fraude*, golpe*, golpista*, burla*",
        other="""
            ligue, ligue para, código do sinistro, código de sinistro, código
            promocional, código de desconto, cupom, cupom de desconto, código postal,
            cep, código de barras, código de rastreio, código de rastreamento, código de
            retirada, código de reserva, código do cliente, código de indicação, pedido,
            nº do pedido, número do pedido, pedido nº, encomenda, encomenda nº,
            rastreio, objeto, fatura, nota fiscal, conta, nº da conta, cartão, cartao,
            final, cartão final, terminado em, termina em, protocolo, referência, ref,
            sinistro, tel, telefone, voo, reserva, localizador, saldo, número, agência,
            ag, contrato, cartão presente, código presente, código de oferta, senha de
            atendimento, entidade, voucher, bilhete, transação, apólice, código de
            levantamento, nif, cacifo, código de entrega""",
        verify="""
            seu acesso, acesso, verificar, verifique, verificação, entrar, login,
            confirmar, confirme, digite, insira, introduza, cadastro, registo,
            autenticar, iniciar sessão, acessar, aceder, ativar, validar, autorizar""",
        notices="""
            compra autorizada, desconto*, promoção, promoções, oferta*, ganhou, prêmio*,
            prémio*, grátis, presente, sorteio, entregue, entrega, encomenda, saiu para
            entrega, compra aprovada, débito, crédito, saldo, pix recebido, pix enviado,
            liquidação, consulta, consulta marcada, boleto, pagamento recebido, cupom,
            aproveite, reserva confirmada, levantamento, levantar, cashback""",
        joins="é, e, seu, sua, o, a, de, para, seguinte, este, com, use, utilize, será, teu, :",
        contact="ligue, ligar, tel, contacte, envie, responda, fale conosco, central",
        sent="com",
        units="""
            reais, real, brl, euros, euro, eur, min, minutos, minuto, segundos, horas,
            hora, h, dias, pontos, gb, mb, km, anos, centavos""",
    ),
    Language(
        "Italian",
        sure="""
            codice di verifica, codice di conferma, codice di sicurezza, codice di
            accesso, codice di autenticazione, codice di attivazione, codice otp, codice
            sms, codice monouso, codice temporaneo, codice usa e getta, codice
            dispositivo, password monouso, password temporanea, password usa e getta,
            codice pin, codice d'accesso, codice segreto, codice di registrazione,
            codice univoco, codice di convalida, codice one time, codice di login,
            codice dispositiva, codice operazione, codice verifica, codice conferma""",
        maybe="cifre, numeri, codice, codici, parola d'ordine",
        permit="codice di autorizzazione, codice autorizzazione, codice autorizzativo",
        over="è scaduto, scaduto, non è più valido, già utilizzato, già usato, non più valido",
        warns="truff*, frode, frodi, phishing",
        other="""
            chiama, chiama il, chiami il, codice sinistro, codice sconto, codice promo,
            codice promozionale, codice coupon, codice postale, cap, codice a barre,
            codice cliente, codice ritiro, codice di ritiro, codice fiscale, codice
            prenotazione, codice di prenotazione, codice amico, codice regalo, ordine,
            ordine n, n. ordine, numero ordine, numero d'ordine, spedizione, n.
            spedizione, pacco, tracking, fattura, fattura n, conto, conto n, c/c, carta,
            carta n, n. carta, che termina con, che termina per, terminante, pratica,
            riferimento, rif, sinistro, tel, telefono, numero verde, volo, prenotazione,
            biglietto, saldo, numero, n, nr, contratto, buono, buono sconto, bolletta,
            codice tracking, codice di tracciamento, polizza, appuntamento, protocollo,
            armadietto, ddt, cro, iban""",
        verify="""
            digita, digitare, digiti, verifica, verificare, accedi, accedere, accesso,
            conferma, confermare, inserisci, inserire, inserisca, registrazione,
            registrarsi, autenticazione, attivare, autorizzando, autorizzare""",
        notices="""
            pagamento approvato, approvato, pagamento autorizzato, autorizzato, sconto*,
            sconti, offerta*, promo, promozione, vinto, premio*, gratis, regalo,
            omaggio, concorso, consegnat*, consegna, corriere, pacco, spedito, ordine,
            addebit*, accredit*, saldo, saldi, appuntamento, prenotazione, pagamento
            ricevuto, buono, coupon, bolletta, ricevuto, approfitta, ritirare, ritira""",
        joins="""
            è, e, il, tuo, suo, la, seguente, questo, questa, per, con, usa, utilizza,
            utilizzi, di, tua, ecco, :""",
        contact="""
            chiama, chiami, chiamare, contatta, contatti, tel, numero verde, invia,
            rispondi, assistenza""",
        sent="con",
        units="""
            euro, eur, min, minuti, minuto, secondi, ore, ora, h, giorni, giorno, punti,
            gb, mb, km, anni, centesimi, pt""",
    ),
    Language(
        "Swedish",
        sure="""
            engångslösen*, verifieringskod*, verifikationskod*, bekräftelsekod*,
            säkerhetskod*, inloggningskod*, engångskod*, engångslösenord*,
            aktiveringskod*, autentiseringskod*, sms-kod*, åtkomstkod*, tillfälligt
            lösenord, registreringskod*, kontrollkod*, legitimeringskod*,
            återställningskod*, identifieringskod*, signeringskod*""",
        maybe="siffror*, kod, koden, lösenord*, *kod, *koden, pinkod*",
        permit="auktoriseringskod*, godkännandekod*, kontrollnummer",
        over="har gått ut, gått ut, gäller inte längre, ogiltig, redan använts",
        warns="bedräg*",
        other="""
            ring, ring oss på, spärra på, skadekod*, rabattkod*, kampanjkod*, värdekod*,
            presentkod*, postnummer, postnr, streckkod*, hämtkod*, hämtningskod*,
            avhämtningskod*, utlämningskod*, portkod*, beställning*, ordernummer*,
            order, ordernr, paket*, försändelse*, kolli*, faktura*, fakturanummer, ocr,
            konto*, kontonummer, kort*, kortet, kundnummer, ärende*, ärendenummer,
            skadenummer, referens*, ref, tel, telefon*, telefonnummer, flyg*, bokning*,
            bokningsnummer, bokningskod*, saldo, nummer, nr, biljett*, slutar på,
            presentkort*, landskod*, felkod*, bonuskod*, skåp*""",
        verify="""
            loggar in, knappa in, skriv, logga in, inloggning*, bekräfta, verifiera,
            registrera*, ange, skriv in, aktivera, identifiera, logga""",
        notices="""
            köp godkänt, betalning godkänd, rabatt*, erbjudande*, vunnit, vinst*,
            vinnare*, gratis, gåva*, tävling*, levererat, levererats, leverans*, paket*,
            skickat, skickats, beställning*, saldo, insatt, debiterat*, tid bokad,
            bokad, bokning*, tidsbokning, hämta, kampanj*, påminnelse""",
        joins="är, din, ditt, den, för, följande, använd, detta, denna, att, med, med den",
        contact="ring, tel, telefon, sms:a, skicka, kontakta, svara",
        sent="med",
        units="""
            kr, kronor, sek, min, minuter, minut, sekunder, timmar, timme, dagar, dag,
            poäng, gb, mb, km, öre, st, kl""",
    ),
    Language(
        "Norwegian and Danish",
        sure="""
            verifiseringskode*, verifikasjonskode*, verificeringskode*,
            bekreftelseskode*, bekræftelseskode*, sikkerhetskode*, sikkerhedskode*,
            innloggingskode*, påloggingskode*, loginkode*, login-kode*, engangskode*,
            engangspassord*, engangsadgangskode*, engangskodeord*, aktiveringskode*,
            autentiseringskode*, godkendelseskode*, sms-kode*, smskode*, tilgangskode*,
            adgangskode*, midlertidig passord, midlertidig adgangskode,
            registreringskode*, kontrolkode*, kontrollkode*, valideringskode*,
            identifikationskode*, gendannelseskode*, legitimeringskode*""",
        maybe="sifre*, cifre*, tall*, kode, koden, *kode, *koden, passord*, kodeord*, pinkode*",
        permit="autorisasjonskode*, autorisationskode*, godkendelsesnummer",
        over="""
            har utløpt, utløpt, er utløpt, udløbet, er udløbet, ikke lenger gyldig, ikke
            længere gyldig, ugyldig, allerede brukt, allerede brugt""",
        warns="svindel*, svindler*, bedrager*, bedrageri*",
        other="""
            spær på, ring, ring til, ring på, spærring, skadekode*, skadeskode*,
            skadesnummer, rabattkode*, rabatkode*, kampanjekode*, kampagnekode*,
            gavekode*, gavekort*, postnummer, postnr, strekkode*, stregkode*,
            hentekode*, afhentningskode*, utleveringskode*, dørkode*, portkode*,
            bestilling*, ordrenummer*, ordre, ordrenr, pakke*, sending*, forsendelse*,
            sporingsnummer*, faktura*, kid, konto*, kontonummer, kort*, kortet,
            kundenummer, saksnummer, sak, sag, sagsnummer, skadenummer, referanse*,
            reference*, ref, tlf, telefon*, fly*, booking*, bookingnummer,
            bestillingsnummer, saldo, nummer, nr, billett*, billet*, som slutter på,
            slutter på, pakkenummer*, landskode*, fejlkode*, skap, skab, boksnummer,
            tidsbestilling""",
        verify="""
            tast, skriv, logge inn, logg inn, logge ind, log ind, innlogging, pålogging,
            bekreft*, bekræft*, verifiser*, verificer*, registrer*, skriv inn, tast inn,
            indtast*, oppgi, aktiver, godkend*""",
        notices="""
            køb godkendt, kjøp godkjent, betaling godkjent, betaling godkendt, rabatt*,
            rabat*, tilbud*, salg, udsalg, vunnet, vundet, premie*, præmie*, gratis,
            gave*, konkurranse*, konkurrence*, levert, leveret, levering*, pakke*,
            sendt, bestilling*, saldo, innskudd, trukket, trukket fra, time hos,
            avtale*, aftale*, tid hos, hentes, afhentes, kampanje*, påminnelse""",
        joins="er, din, ditt, dit, den, for, følgende, bruk, brug, denne, dette, å, at, med",
        contact="ring, tlf, telefon, send, kontakt, svar",
        sent="med",
        units="""
            kr, kroner, nok, dkk, min, minutter, minutt, minut, sekunder, timer, dager,
            dage, dag, poeng, point, gb, mb, km, øre, stk, kl""",
    ),
    Language(
        "Finnish",
        sure="""
            vahvistuskoodi*, turvakoodi*, kertakäyttökoodi*, kertakäyttösalasana*,
            kertakäyttöinen koodi*, kertakäyttöinen salasana*, kirjautumiskoodi*,
            todennuskoodi*, aktivointikoodi*, tekstiviestikoodi*, varmennuskoodi*,
            varmistuskoodi*, tunnistautumiskoodi*, pääsykoodi*, väliaikainen salasana*,
            vahvistustunnus*, tunnuslukusi, rekisteröintikoodi*, kertakoodi*,
            sms-koodi*, avainluku*, vahvistusnumero*""",
        maybe="numerot, koodi*, salasana*, *koodi, *koodisi, pin-koodi*, tunnusluku*",
        permit="varmennekoodi*, valtuutuskoodi*, katevarausnumero*",
        over="vanhentunut, ei ole enää voimassa, umpeutunut, on jo käytetty, mitätön",
        warns="huijar*, huijau*, petos*",
        other="""
            sulkupalvelu*, soita, vahinkokoodi*, alennuskoodi*, kampanjakoodi*,
            tarjouskoodi*, etukoodi*, lahjakoodi*, lahjakortti*, postinumero*,
            viivakoodi*, noutokoodi*, ovikoodi*, tilaus*, tilausnumero*, tilausnro,
            paketti*, lähetys*, lähetystunnus*, seurantakoodi*, seurantatunnus*, lasku*,
            laskunumero*, tili, tilin, tilinumero*, kortti*, kortin, asiakasnumero*,
            viite*, viitenumero*, vahinkonumero*, asianumero*, puh, puhelin*, lento*,
            varaus*, varausnumero*, varaustunnus*, saldo*, numero, nro, lippu*,
            päättyvä*, suuntakoodi*, lokero*, saapumistunnus*""",
        verify="""
            näppäile, kirjoita, kirjaudu*, kirjautu*, vahvista*, rekisteröi*, syötä,
            anna koodi, todenna, aktivoi*, tunnistaudu*""",
        notices="""
            maksu hyväksytty, osto hyväksytty, hyväksytty, alennus*, alennuksen,
            tarjous*, voitit, voittaja*, palkinto*, ilmainen, ilmaiseksi, lahja*,
            arvonta*, toimitettu, toimitus*, paketti*, pakettisi, noudettav*,
            tilauksesi, tilaus, saldo*, veloitet*, maksu vastaanotettu, ajanvaraus*,
            aikasi, varauksesi, kuponki*, muistutus""",
        joins="on, sinun, tämä, seuraava, se, käytä, -",
        contact="soita, puh, lähetä, ota yhteyttä, vastaa, tekstaa",
        sent="koodilla",
        units="""
            euroa, euro, eur, min, minuuttia, minuutin, sekuntia, tuntia, tunnin, h,
            päivää, pistettä, gt, mt, km, vuotta, kpl, snt, klo""",
    ),
    Language(
        "Greek",
        sure="""
            κωδικός επαλήθευσης, κωδικός επιβεβαίωσης, κωδικός ασφαλείας, κωδικός
            πρόσβασης, κωδικός εισόδου, κωδικός σύνδεσης, κωδικός μίας χρήσης, κωδικός
            μιας χρήσης, κωδικό επαλήθευσης, κωδικό επιβεβαίωσης, κωδικό πρόσβασης,
            κωδικό μίας χρήσης, κωδικό μιας χρήσης, κωδικός ενεργοποίησης, κωδικός
            ταυτοποίησης, μοναδικό κωδικό, μοναδικός κωδικός, κωδικός sms, κωδικός otp,
            κωδικός μίας φοράς, προσωρινός κωδικός, κωδικός εγγραφής, κωδικό ασφαλείας,
            κωδικό σύνδεσης, κωδικό ενεργοποίησης, kwdikos epalitheusis, kodikos
            epalithefsis, κωδικός πιστοποίησης, κωδικό εισόδου, συνθηματικό μίας χρήσης""",
        maybe="ψηφία, αριθμούς, κωδικ*, κωδικο, συνθηματικό, kodikos, kwdikos",
        permit="κωδικός έγκρισης, κωδικός εξουσιοδότησης, αρ έγκρισης",
        over="έχει λήξει, έληξε, δεν ισχύει, άκυρος, χρησιμοποιήθηκε ήδη, έχει χρησιμοποιηθεί",
        warns="απάτη*, απατεών*, απατεώνες",
        other="""
            καλέστε, καλέστε στο, κωδικός ζημιάς, κωδικός έκπτωσης, εκπτωτικός κωδικός,
            εκπτωτικό κωδικό, κωδικό έκπτωσης, κωδικός προσφοράς, κωδικός κουπονιού,
            κουπόνι*, ταχυδρομικός κώδικας, τκ, τ.κ, κωδικός παραλαβής, κωδικός
            αποστολής, κωδικός παραγγελίας, παραγγελία*, παραγγελίας, αρ παραγγελίας,
            αριθμός παραγγελίας, αποστολή, αποστολής, δέμα, δέματος, αριθμός αποστολής,
            voucher, τιμολόγι*, λογαριασμ*, κάρτα*, κάρτας, καρτα*, λήγει σε, που λήγει
            σε, υπόθεση*, αναφορά*, αρ αναφοράς, τηλ, τηλέφων*, πτήση*, κράτηση*,
            κράτησης, εισιτήρι*, υπόλοιπο, αριθμός, αρ, αριθμό, ζημιά*, αριθμός ζημιάς,
            ραντεβού, πρωτόκολλ*, κωδικός πελάτη, κωδικός δώρου, δωροκάρτα*, κωδικό
            δώρου, κωδικός κράτησης, κωδικός εξαργύρωσης, θυρίδα, αίτηση""",
        verify="""
            γράψτε, γράψε, πληκτρολόγησε, συνδεθείτε, σύνδεση*, συνδεθείς, επαλήθευση*,
            επιβεβαιώ*, επιβεβαίωση*, εισάγετε, εισαγάγετε, πληκτρολογήστε, εγγραφή*,
            ενεργοποίηση*, είσοδο, ταυτοποίηση*""",
        notices="""
            εγκρίθηκε, αγορά, έκπτωση*, εκπτώσεις, προσφορά*, προσφορές, κερδίσατε,
            κέρδισες, δώρο*, δωρεάν, κλήρωση*, παραδόθηκε, παράδοση*, δέμα, παραγγελία,
            αποστολή, courier, υπόλοιπο, πίστωση, χρέωση, κατάθεση, ραντεβού, κουπόνι*,
            κράτηση, εξαργύρωσ*, παραλαβή*""",
        joins="""
            είναι, σας, σου, ο, το, τον, αυτόν, για, με, επόμενος, ακόλουθος,
            χρησιμοποιήστε, παρακάτω""",
        contact="καλέστε, κάλεσε, τηλ, επικοινωνήστε, στείλτε, στείλε, απαντήστε",
        sent="με",
        units="""
            ευρώ, ευρω, eur, λεπτά, λεπτο, λεπτό, δευτερόλεπτα, ώρες, ώρα, ημέρες,
            μέρες, πόντοι, πόντους, gb, mb, χλμ, χρόνια""",
        ends=";·",
    ),
)
