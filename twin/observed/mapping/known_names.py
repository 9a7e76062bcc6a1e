"""What columns and values are called, in Chinese and English, by the programs that write logs."""

import re

# field -> names of columns, without blanks and marks, in small letters
COLUMNS = {
    "message": """
        msgid messageid message eventid id uuid guid recordid 消息编号 报文号 记录号 消息id
    """,
    "device": """
        deviceid device resource orgresource lane laneid sensor sensorid reader readerid
        camera cameraid server serverid counter agent operator user employee resourceid 设备
        设备编号 设备号 通道 通道号 车道 车道号 操作员 窗口 摄像头
    """,
    "seq": """
        seq seqno sequence sequencenumber sequenceno seqid messageno 序号 流水序号 帧号
    """,
    "case": """
        caseid case caseconceptname casenumber caseno traceid trace journeyid journey visitid
        serviceid tripid passageid ticket ticketid entityid callid patientid 案例 案例号 业务编号 业务号
        流水号 过境编号 票号 车次号
    """,
    "station": """
        station stationid activity activityname conceptname location locationid checkpoint
        stage site place task taskname operation process step event queue 岗位 环节 工位 站点 活动 位置 卡口
        卡口名称 地点 工序 区域
    """,
    "kind": """
        eventtype bizstep kind type action status lifecycle lifecycletransition transition eventkind
        direction state event 事件类型 事件 动作 类型 状态 方向
    """,
    "plate": """
        plate plateno platenumber licenseplate licenceplate licensenumber vehicleno
        vehiclenumber vehicleid truckno truckid carno numberplate regno registration 车牌 车牌号
        车牌号码 号牌 号牌号码 车号
    """,
    "sureness": """
        sureness plateconf plateconfidence confidence conf score ocrconfidence accuracy probability 置信度
        识别率 可信度
    """,
    "tag": """
        rfid rfidtag tag tagid epc transponder obu 电子标签 标签 标签号 卡号
    """,
    "declaration": """
        declarationid declaration declarationno declno declid bill billno billoflading
        manifest manifestno customsno 报关单号 报关单 申报单号 舱单号 提单号 单证号
    """,
    "weight": """
        weight weightkg grossweight grossweightkg gross mass weightt 重量 毛重 总重 重量kg 毛重kg 重量吨
    """,
    "cls": """
        vehicleclass vehicletype class cls type category entityclass customertype trucktype
        kind role 车型 车辆类型 类别 车辆类别 种类 车种
    """,
    "at": """
        eventtime at timestamp time datetime timetimestamp devicetime occurredat occurred
        eventtimestamp date completetimestamp ts when 时间 事件时间 采集时间 发生时间 过车时间
        抓拍时间 设备时间
        日期
    """,
    "received": """
        receivedtime receivetime receivedat received servertime ingestedat ingested loggedat
        createdat uploadtime recordtime storedat 接收时间 入库时间 上传时间 服务器时间 到达服务器时间
    """,
    "arrived": """
        arrivaltime arrival arrived arrivedat arrivetime joined joinedat joinedtime enqueue
        enqueued queuestart qstart entrytime entry queuetime arrivaltimestamp jointime intime
        到达时间 到达 排队开始 排队时间 入场时间 进场时间
    """,
    "started": """
        starttime start started startedat begin begintime servicestart servicestarttime
        starttimestamp serstart servicebegin starteddate 开始时间 开始 受理时间 查验开始
    """,
    "ended": """
        endtime end ended endedat finish finishtime finished complete completetime completed
        completetimestamp serviceend serviceendtime endtimestamp serexit departure
        departuretime exittime exit outtime leave 结束时间 结束 完成时间 离开时间 放行时间 出场时间
    """,
}
NAMES = {field: tuple(names.split()) for field, names in COLUMNS.items()}

# what a kind of event is written as
KIND_WORDS = {
    "arrive": """
        arriving arrive arrival arrived enter entry in enqueue queue queued join joined schedule
        scheduled assign approach 进 进入 到达 入场 进场 排队 到场
    """,
    "start": """
        inspecting start started begin began begun servicestart startservice open startup resume 开始 受理
        启动 查验开始
    """,
    "end": """
        departing end ended finish finished complete completed done stop leave left exit out departure
        depart departed serviceend release released close closed 结束 完成 离开 出 出场 离场 放行 驶离
    """,
}
KIND_OF = {word: kind for kind, words in KIND_WORDS.items() for word in words.split()}
MARKS = re.compile(r"[\W_]+")


def plain(name):
    """A name in small letters without blanks and marks.

    >>> plain("Event_Time (UTC)")
    'eventtimeutc'
    """
    return MARKS.sub("", str(name)).casefold()


def parts(name):
    """The words a name is made of.

    >>> sorted(parts("eventTime_utc"))
    ['event', 'time', 'utc']
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(name))
    return {part.casefold() for part in MARKS.split(spaced) if part}


def kind_of(value):
    """The kind of event that a value means, or ''."""
    return KIND_OF.get(plain(value), "")


def kind_within(value):
    """The kind of event that the words of a value mean, as those of 开始查验 or scan-end, or ''."""
    told = {kind_of(part) for part in parts(value)} - {""}
    told |= {kind for word, kind in KIND_OF.items() if word > "\u4e00" and len(word) > 1 and word in value}
    return kind_of(value) or (told.pop() if len(told) == 1 else "")
