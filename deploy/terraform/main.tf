provider "aws" {
  default_tags {
    tags = merge({ Application = var.name }, var.tags)
  }
}

data "aws_partition" "this" {}

data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

locals {
  with_forwarder       = var.notifications == "forwarder"
  with_api_destination = var.notifications == "api_destination"
  with_notifications   = var.notifications != "none"
  oidc_provider_arn    = var.create_eks ? module.eks[0].oidc_provider_arn : var.oidc_provider_arn
  with_role            = var.create_eks || var.oidc_provider_arn != null

  # EKS gives nodes, and pods with them, a security group of its own.
  database_clients = concat(var.client_security_group_ids, module.eks[*].node_security_group_id)
}

module "eks" {
  source = "./eks"
  count  = var.create_eks ? 1 : 0

  name       = var.name
  subnet_ids = var.private_subnet_ids
  settings   = var.eks
}
