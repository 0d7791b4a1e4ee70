"""The tables that gammu-smsd 1.42 wants (its schema 17), since images of Debian often leave out the examples."""

_WORDS = {
    "sqlite": {"moment": "NUMERIC NOT NULL DEFAULT (datetime('now'))", "serial": "INTEGER PRIMARY KEY AUTOINCREMENT",
               "bool": "TEXT"},
    "postgresql": {"moment": "timestamp(0) NOT NULL DEFAULT LOCALTIMESTAMP(0)", "serial": "serial PRIMARY KEY",
                   "bool": "boolean"},
}  # fmt: skip
_TABLES = """
CREATE TABLE gammu ("Version" integer NOT NULL PRIMARY KEY);
INSERT INTO gammu VALUES (17);
CREATE TABLE inbox ("UpdatedInDB" {moment}, "ReceivingDateTime" {moment}, "Text" text NOT NULL,
  "SenderNumber" text NOT NULL DEFAULT '', "Coding" text NOT NULL DEFAULT 'Default_No_Compression', "UDH" text NOT NULL,
  "SMSCNumber" text NOT NULL DEFAULT '', "Class" integer NOT NULL DEFAULT -1, "TextDecoded" text NOT NULL DEFAULT '',
  "ID" {serial}, "RecipientID" text NOT NULL, "Processed" {bool} NOT NULL DEFAULT 'false',
  "Status" integer NOT NULL DEFAULT -1);
CREATE TABLE outbox ("UpdatedInDB" {moment}, "InsertIntoDB" {moment}, "SendingDateTime" {moment},
  "SendBefore" time NOT NULL DEFAULT '23:59:59', "SendAfter" time NOT NULL DEFAULT '00:00:00', "Text" text,
  "DestinationNumber" text NOT NULL DEFAULT '', "Coding" text NOT NULL DEFAULT 'Default_No_Compression', "UDH" text,
  "Class" integer DEFAULT -1, "TextDecoded" text NOT NULL DEFAULT '', "ID" {serial},
  "MultiPart" {bool} NOT NULL DEFAULT 'false', "RelativeValidity" integer DEFAULT -1, "SenderID" text,
  "SendingTimeOut" {moment}, "DeliveryReport" text DEFAULT 'default', "CreatorID" text NOT NULL,
  "Retries" integer DEFAULT 0, "Priority" integer DEFAULT 0, "Status" text NOT NULL DEFAULT 'Reserved',
  "StatusCode" integer NOT NULL DEFAULT -1);
CREATE TABLE outbox_multipart ("Text" text, "Coding" text NOT NULL DEFAULT 'Default_No_Compression', "UDH" text,
  "Class" integer DEFAULT -1, "TextDecoded" text, "ID" integer, "SequencePosition" integer NOT NULL DEFAULT 1,
  "Status" text NOT NULL DEFAULT 'Reserved', "StatusCode" integer NOT NULL DEFAULT -1,
  PRIMARY KEY ("ID", "SequencePosition"));
CREATE TABLE phones ("ID" text NOT NULL, "UpdatedInDB" {moment}, "InsertIntoDB" {moment}, "TimeOut" {moment},
  "Send" {bool} NOT NULL DEFAULT 'no', "Receive" {bool} NOT NULL DEFAULT 'no', "IMEI" text PRIMARY KEY NOT NULL,
  "IMSI" text NOT NULL, "NetCode" text DEFAULT 'ERROR', "NetName" text DEFAULT 'ERROR', "Client" text NOT NULL,
  "Battery" integer NOT NULL DEFAULT -1, "Signal" integer NOT NULL DEFAULT -1, "Sent" integer NOT NULL DEFAULT 0,
  "Received" integer NOT NULL DEFAULT 0);
CREATE TABLE sentitems ("UpdatedInDB" {moment}, "InsertIntoDB" {moment}, "SendingDateTime" {moment},
  "DeliveryDateTime" {maybe}, "Text" text NOT NULL, "DestinationNumber" text NOT NULL DEFAULT '',
  "Coding" text NOT NULL DEFAULT 'Default_No_Compression', "UDH" text NOT NULL, "SMSCNumber" text NOT NULL DEFAULT '',
  "Class" integer NOT NULL DEFAULT -1, "TextDecoded" text NOT NULL DEFAULT '', "ID" integer, "SenderID" text NOT NULL,
  "SequencePosition" integer NOT NULL DEFAULT 1, "Status" text NOT NULL DEFAULT 'SendingOK',
  "StatusError" integer NOT NULL DEFAULT -1, "TPMR" integer NOT NULL DEFAULT -1,
  "RelativeValidity" integer NOT NULL DEFAULT -1, "CreatorID" text NOT NULL, "StatusCode" integer NOT NULL DEFAULT -1,
  PRIMARY KEY ("ID", "SequencePosition"));
"""


def script(kind: str) -> str:
    """The statements that make them; kind: sqlite or postgresql."""
    words = _WORDS[kind]
    return _TABLES.format(**words, maybe=words["moment"].partition(" NOT NULL")[0])
