# Who may do what with the queues: the rule puts events in, and nobody does anything without TLS.

locals {
  queues = merge(
    local.with_notifications ? { dead_letters = aws_sqs_queue.dead_letters[0] } : {},
    local.with_forwarder ? { events = aws_sqs_queue.events[0] } : {},
  )
}

data "aws_iam_policy_document" "queues" {
  for_each = local.queues

  statement {
    sid       = "FromTheRule"
    actions   = ["sqs:SendMessage"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudwatch_event_rule.drops[0].arn]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "queues" {
  for_each = local.queues

  queue_url = each.value.id
  policy    = data.aws_iam_policy_document.queues[each.key].json
}
